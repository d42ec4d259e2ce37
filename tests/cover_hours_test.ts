import { type Case, checkCover } from "./cover.ts";

const cases: readonly Case[] = [
  {
    name: "whole hours",
    range: "2024-05-01T00:00Z 2024-05-02T00:00Z",
    cover: { first: "2024-05-01 00:00", last: "2024-05-02 00:00" },
  },
  {
    name: "both ends cut, and sold after the end",
    range: "2024-05-01T00:10Z 2024-05-01T05:20Z",
    sold: ["2024-05-01T05:20Z"],
    cover: {
      first: "2024-05-01 01:00",
      last: "2024-05-01 05:00",
      base: "{[2024-05-01 00:10,2024-05-01 01:00),[2024-05-01 05:00,2024-05-01 05:20)}",
    },
  },
  {
    name: "an end after which nothing was sold in its hour is no cut",
    range: "2024-05-01T00:00Z 2024-05-01T05:20Z",
    sold: ["2024-05-01T05:19Z", "2024-05-01T06:00Z"],
    cover: { first: "2024-05-01 00:00", last: "2024-05-01 06:00" },
  },
  {
    name: "what was sold after the end and is gone is still in the aggregate",
    range: "2024-05-01T00:00Z 2024-05-01T05:20Z",
    touched: ["2024-05-01T05:40Z"],
    cover: {
      first: "2024-05-01 00:00",
      last: "2024-05-01 06:00",
      base: "{[2024-05-01 05:00,2024-05-01 05:20)}",
    },
  },
  {
    name: "within an hour, and sold after the end",
    range: "2024-05-01T00:10Z 2024-05-01T00:20Z",
    sold: ["2024-05-01T00:30Z"],
    cover: {
      first: "2024-05-01 00:20",
      last: "2024-05-01 00:20",
      base: "{[2024-05-01 00:10,2024-05-01 00:20)}",
    },
  },
  {
    name: "nothing",
    range: "2024-05-01T00:00Z 2024-05-01T00:00Z",
    cover: { first: "2024-05-01 00:00", last: "2024-05-01 00:00" },
  },
  {
    name: "touched hours, merged with what is next to them",
    range: "2024-05-01T00:10Z 2024-05-01T09:00Z",
    touched: [
      "2024-05-01T01:00Z",
      "2024-05-01T05:59Z",
      "2024-05-01T06:00Z",
      "2024-05-01T06:30Z",
      "2024-05-01T09:00Z",
    ],
    cover: {
      first: "2024-05-01 01:00",
      last: "2024-05-01 09:00",
      base: "{[2024-05-01 00:10,2024-05-01 02:00),[2024-05-01 05:00,2024-05-01 07:00)}",
    },
  },
  {
    name: "a touched range, however it lies",
    range: "2024-05-01T00:00Z 2024-05-02T00:00Z",
    touched: [
      "2024-04-01T00:00Z 2024-05-01T00:01Z",
      "2024-05-01T05:59Z 2024-05-01T07:00Z",
      "2024-05-01T23:00Z 2024-06-01T00:00Z",
    ],
    cover: {
      first: "2024-05-01 00:00",
      last: "2024-05-02 00:00",
      base:
        "{[2024-05-01 00:00,2024-05-01 01:00),[2024-05-01 05:00,2024-05-01 07:00),[2024-05-01 23:00,2024-05-02 00:00)}",
    },
  },
  {
    name: "hours that begin at a quarter past, elsewhere",
    zone: "Asia/Kathmandu",
    range: "2024-05-01T00:15Z 2024-05-01T03:00Z",
    sold: ["2024-05-01T03:00Z"],
    touched: ["2024-05-01T01:14Z"],
    cover: {
      first: "2024-05-01 00:15",
      last: "2024-05-01 02:15",
      base: "{[2024-05-01 00:15,2024-05-01 01:15),[2024-05-01 02:15,2024-05-01 03:00)}",
    },
  },
  {
    name: "a clock that is turned back by half an hour",
    zone: "Australia/Lord_Howe",
    range: "2011-04-02T13:00Z 2011-04-02T17:30Z",
    touched: ["2011-04-02T15:10Z"],
    cover: {
      first: "2011-04-02 13:00",
      last: "2011-04-02 17:30",
      base: "{[2011-04-02 15:00,2011-04-02 15:30)}",
    },
  },
  {
    name: "48 touched hours",
    range: "2024-05-01T00:00Z 2024-05-09T00:00Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T00:00Z"],
    cover: {
      first: "2024-05-01 00:00",
      last: "2024-05-09 00:00",
      base: "{[2024-05-03 00:00,2024-05-05 00:00)}",
    },
  },
  {
    name: "49 touched hours, so that the end is cut after all",
    range: "2024-05-01T00:30Z 2024-05-09T00:20Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T00:01Z"],
    cover: {
      first: "2024-05-01 01:00",
      last: "2024-05-09 00:00",
      base: "{[2024-05-01 00:30,2024-05-01 01:00),[2024-05-09 00:00,2024-05-09 00:20)}",
    },
    isOlder: true,
  },
  {
    name: "touched hours of the ends that are cut do not count",
    range: "2024-05-03T00:00Z 2024-05-05T00:30Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T01:00Z"],
    sold: ["2024-05-05T00:30Z"],
    cover: {
      first: "2024-05-03 00:00",
      last: "2024-05-05 00:00",
      base: "{[2024-05-03 00:00,2024-05-05 00:30)}",
    },
  },
  ...[null, "Asia/Kolkata"].map((builtFor) => ({
    name: `nothing is covered where the aggregates are built for ${builtFor}`,
    range: "2024-05-01T00:00Z 2024-05-09T00:00Z",
    builtFor,
    cover: {
      first: "2024-05-09 00:00",
      last: "2024-05-09 00:00",
      base: "{[2024-05-01 00:00,2024-05-09 00:00)}",
    },
  })),
];

Deno.test("hour_cover tells what to read from where", () => checkCover("hour_cover", cases));
