import { type Case, checkCover } from "./cover.ts";

const cases: readonly Case[] = [
  {
    name: "whole months and days",
    zone: "America/New_York",
    range: "2023-12-15T05:00Z 2024-03-15T04:00Z",
    cover: {
      first_day: "2023-12-15",
      last_day: "2024-03-15",
      first_month: "2024-01-01",
      last_month: "2024-03-01",
    },
  },
  {
    name: "no whole month",
    range: "2024-01-02T00:00Z 2024-02-29T00:00Z",
    cover: {
      first_day: "2024-01-02",
      last_day: "2024-02-29",
      first_month: "2024-02-29",
      last_month: "2024-02-29",
    },
  },
  {
    name: "both ends cut, and touched days",
    zone: "America/New_York",
    range: "2024-03-09T06:00Z 2024-03-13T12:00Z",
    sold: ["2024-03-14T03:59Z"],
    touched: ["2024-03-09T07:00Z", "2024-03-10T05:00Z", "2024-03-11T03:59Z", "2024-03-13T12:00Z"],
    cover: {
      first_day: "2024-03-10",
      last_day: "2024-03-13",
      first_month: "2024-03-13",
      last_month: "2024-03-13",
      touched_days: "{[2024-03-10,2024-03-11)}",
      edges: "{[2024-03-09 06:00,2024-03-10 05:00),[2024-03-13 04:00,2024-03-13 12:00)}",
    },
  },
  {
    name: "a day after whose cut nothing was sold is whole, and what is gone is touched",
    range: "2024-03-09T00:00Z 2024-03-10T12:00Z",
    touched: ["2024-03-10T13:00Z"],
    cover: {
      first_day: "2024-03-09",
      last_day: "2024-03-11",
      first_month: "2024-03-11",
      last_month: "2024-03-11",
      touched_days: "{[2024-03-10,2024-03-11)}",
    },
  },
  {
    name: "within a day, and sold after the end",
    range: "2024-03-09T01:00Z 2024-03-09T12:00Z",
    sold: ["2024-03-09T12:00Z"],
    cover: {
      first_day: "2024-03-10",
      last_day: "2024-03-10",
      first_month: "2024-03-10",
      last_month: "2024-03-10",
      edges: "{[2024-03-09 01:00,2024-03-09 12:00)}",
    },
  },
  {
    name: "a day that the calendar leaves out",
    zone: "Pacific/Apia",
    range: "2011-12-29T10:00Z 2011-12-31T10:00Z",
    touched: ["2011-12-30T10:00Z"],
    cover: {
      first_day: "2011-12-29",
      last_day: "2012-01-01",
      first_month: "2012-01-01",
      last_month: "2012-01-01",
      touched_days: "{[2011-12-31,2012-01-01)}",
    },
  },
  {
    name: "a clock that is turned back over midnight",
    zone: "America/St_Johns",
    range: "2011-11-05T02:30Z 2011-11-07T03:30Z",
    touched: ["2011-11-06T02:45Z"],
    cover: {
      first_day: "2011-11-05",
      last_day: "2011-11-07",
      first_month: "2011-11-07",
      last_month: "2011-11-07",
      touched_days: "{[2011-11-06,2011-11-07)}",
    },
  },
  {
    name: "49 touched hours, so that the end is cut after all",
    range: "2024-05-01T00:00Z 2024-05-09T00:20Z",
    touched: ["2024-05-03T00:00Z 2024-05-05T00:01Z"],
    cover: {
      first_day: "2024-05-01",
      last_day: "2024-05-09",
      first_month: "2024-05-09",
      last_month: "2024-05-09",
      edges: "{[2024-05-09 00:00,2024-05-09 00:20)}",
    },
    isOlder: true,
  },
];

Deno.test("day_cover tells what to read from where", () => checkCover("day_cover", cases));
