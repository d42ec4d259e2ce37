import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { createRecordReader, type CsvRecord, LONGEST_RECORD, splitRecord } from "./records.ts";

function readAll(
  lines: readonly string[],
  width = 3,
  oneLine: readonly number[] = [],
  delimiter = ",",
): CsvRecord[] {
  const reader = createRecordReader({ delimiter, width, oneLine });
  const records = lines.flatMap((text, index) => reader.read({ number: index + 1, text }));
  return [...records, ...reader.end()];
}

const cases: readonly { name: string; lines: string[]; fields: string[][] }[] = [
  { name: "plain", lines: ["a,b,c", "d,e,f"], fields: [["a", "b", "c"], ["d", "e", "f"]] },
  { name: "empty fields", lines: [",b,", '"",b,""'], fields: [["", "b", ""], ["", "b", ""]] },
  {
    name: "blank lines and lines of delimiters are no rows",
    lines: ["", "  ", ",,", "a,b,c"],
    fields: [["a", "b", "c"]],
  },
  {
    name: "delimiters and doubled quotes in quotes",
    lines: ['"a,""b""",c,d'],
    fields: [['a,"b"', "c", "d"]],
  },
  { name: "line breaks in quotes", lines: ['a,"b', "", 'c",d'], fields: [["a", "b\n\nc", "d"]] },
  { name: "spaces around quotes", lines: ['a, "b,c" ,d'], fields: [["a", "b,c", "d"]] },
  { name: "a quote inside an unquoted field", lines: ['a,14" screen,d'], fields: [["a", '14" screen', "d"]] },
];
for (const { name, lines, fields } of cases) {
  Deno.test(`records: ${name}`, () => {
    assert.deepEqual(readAll(lines).map((record) => record.problem), fields.map(() => undefined));
    assert.deepEqual(readAll(lines).map((record) => record.fields), fields);
  });
}

Deno.test("what is written as CSV comes back, and csv-parse agrees", () => {
  const field = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", " ", "😀", ";") });
  fc.assert(fc.property(fc.array(fc.tuple(field, field, field), { maxLength: 20 }), (rows) => {
    const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join(
      "\n",
    );
    const found = readAll(text.split("\n")).map((record) => record.fields);
    assert.deepEqual(found, rows.filter((row) => row.some((value) => value.trim() !== "")));
    const theirs: string[][] = parse(text);
    assert.deepEqual(found, theirs.filter((row) => row.some((value) => value.trim() !== "")));
  }));
});

const broken: readonly { name: string; lines: string[]; problems: Record<number, RegExp>; good: number[] }[] =
  [
    {
      name: "too few and too many fields",
      lines: ["a,b", "a,b,c", "a,b,c,d"],
      problems: { 1: /2 fields where the header has 3/, 3: /4 fields where the header has 3/ },
      good: [2],
    },
    {
      name: "a quote that nobody closes, up to the file's end",
      lines: ["a,b,c", 'a,"b,c', "d,e,f", "g,h,i"],
      problems: { 2: /not closed/ },
      good: [1, 3, 4],
    },
    {
      name: "a stray quote that a quote far below seems to close",
      lines: ['a,"b,c', "d,e,f", 'g,"h",i', "j,k,l"],
      problems: { 1: /not closed/ },
      good: [2, 3, 4],
    },
    {
      name: "two stray quotes with good rows between",
      lines: ['a,b,"c', "d,e,f", 'g",h,i', "j,k,l"],
      problems: { 1: /where the header has 3/ },
      good: [2, 3, 4],
    },
    {
      name: "text after a closing quote",
      lines: ['a,"b"x,c', "d,e,f"],
      problems: { 1: /closing quote of field 2/ },
      good: [2],
    },
    { name: "a NUL", lines: ["a,\0,c", "d,e,f"], problems: { 1: /NUL/ }, good: [2] },
  ];
for (const { name, lines, problems, good } of broken) {
  Deno.test(`records: no good row is lost to ${name}`, () => {
    const records = readAll(lines);
    assert.deepEqual(records.filter((record) => !record.problem).map((record) => record.line), good);
    const refused = records.filter((record) => record.problem);
    assert.deepEqual(refused.map((record) => record.line), Object.keys(problems).map(Number));
    for (const { line, problem = "" } of refused) assert.match(problem, problems[line] ?? /none/);
  });
}

Deno.test("two stray quotes that make up one record by chance do not, where a text has one line", () => {
  const lines = ['a,b,"c', "d,e,f", 'g"', "j,k,l"];
  assert.equal(readAll(lines).length, 2);
  const strict = readAll(lines, 3, [2]);
  assert.deepEqual(strict.map(({ line, problem }) => [line, problem !== undefined]), [
    [1, true],
    [2, false],
    [3, true],
    [4, false],
  ]);
});

Deno.test("a damaged line ends a quoted text, and is refused for itself", () => {
  const reader = createRecordReader({ delimiter: ",", width: 2, oneLine: [] });
  const lines = [
    { number: 1, text: 'a,"b' },
    { number: 2, text: "c,d" },
    { number: 3, text: "x", damage: "not UTF-8" },
    { number: 4, text: "e,f" },
  ];
  const records = [...lines.flatMap(reader.read), ...reader.end()];
  assert.deepEqual(records.map(({ line, problem }) => [line, problem]), [
    [1, "a quote opened here is not closed"],
    [2, undefined],
    [3, "not UTF-8"],
    [4, undefined],
  ]);
});

Deno.test("a quoted text ends where it grows past reason", () => {
  const filler = "x".repeat(1000);
  const lines = ['a,"b', ...Array<string>(LONGEST_RECORD / 1024 + 5).fill(`${filler},y,z`)];
  const reader = createRecordReader({ delimiter: ",", width: 3, oneLine: [] });
  const records = lines.flatMap((text, index) => reader.read({ number: index + 1, text }));
  assert.equal(records.length, lines.length);
  assert.deepEqual(records.filter((record) => record.problem).map((record) => record.line), [1]);
});

Deno.test("a line of very many delimiters is one bad record", () => {
  const [record, ...others] = readAll([`${",".repeat(500_000)}x`]);
  assert.match(record?.problem ?? "", /500001 fields/);
  assert.equal(others.length, 0);
});

Deno.test("any lines at all give one record or refusal each, or none, and never an error", () => {
  const line = fc.string({ unit: fc.constantFrom("a", ",", '"', " ", "\t", "\0") });
  fc.assert(fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
    const records = readAll(lines);
    const numbers = records.map((record) => record.line);
    assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
    // Whatever has no quote is judged alone.
    lines.forEach((text, index) => {
      if (
        text.includes('"') || text.includes("\0") ||
        records.some((record) => record.fields.some((field) => field.includes("\n")))
      ) return;
      const fields = text.split(",");
      const expected = fields.every((field) => field.trim() === "") ? 0 : 1;
      assert.equal(numbers.filter((number) => number === index + 1).length, expected);
    });
  }));
});

Deno.test("a header is one line", () => {
  assert.deepEqual(splitRecord('a;"b;c";d', ";"), ["a", "b;c", "d"]);
  assert.equal(splitRecord('a;"b', ";"), undefined);
  assert.equal(splitRecord('a;"b"c', ";"), undefined);
});
