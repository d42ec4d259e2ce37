/** For tests: what happens to a customer's chain of active days, and the ways to drain it. */
import type { Interleaving, Step } from "./interleave.ts";

/** A customer's chain of active days, after each change drained alone, after all at once, and with a drain held between. */
export interface Chain {
  readonly name: string;
  readonly before: string;
  readonly changes: readonly string[];
  /** Days (of 2024) and the active day before; in parentheses, days with returns alone. */
  readonly ada: readonly string[];
}

const visit = (day: string, rest = "10") => `select place('${day}', '2024-${day}T15:00Z', ${rest});`;

export const chains: readonly Chain[] = [
  {
    name: "a back-dated order",
    before: visit("01-10") + visit("02-10"),
    changes: [visit("01-05"), visit("01-20")],
    ada: ["01-05", "01-10 < 01-05", "01-20 < 01-10", "02-10 < 01-20"],
  },
  {
    name: "a moved date",
    before: visit("01-10") + visit("01-20") + visit("02-10"),
    changes: ["update orders set order_date = '2024-03-01T15:00Z' where id = id('01-10')"],
    ada: ["01-20", "02-10 < 01-20", "03-01 < 02-10"],
  },
  {
    name: "days that change places",
    before: visit("01-10") + visit("02-10"),
    changes: [
      "update orders set order_date = case id when id('01-10') then '2024-02-10T15:00Z'::timestamptz else '2024-01-10T15:00Z' end",
    ],
    ada: ["01-10", "02-10 < 01-10"],
  },
  {
    name: "a cancellation of a day's only order",
    before: visit("01-10") + visit("01-20") + visit("02-10"),
    changes: ["update orders set status = 'cancelled' where id = id('01-20')"],
    ada: ["01-10", "02-10 < 01-10"],
  },
  {
    name: "a cancellation that is taken back",
    before: visit("01-10") + visit("01-20") + visit("02-10"),
    changes: [
      "update orders set status = 'cancelled' where id = id('01-20')",
      "update orders set status = 'completed' where id = id('01-20')",
    ],
    ada: ["01-10", "01-20 < 01-10", "02-10 < 01-20"],
  },
  {
    name: "the first order deleted",
    before: visit("01-10") + visit("02-10") + visit("03-10"),
    changes: ["delete from orders where id = id('01-10')"],
    ada: ["02-10", "03-10 < 02-10"],
  },
  {
    name: "all orders deleted, one after the other",
    before: visit("01-10") + visit("02-10"),
    changes: ["delete from orders where id = id('01-10')", "delete from orders where id = id('02-10')"],
    ada: [],
  },
  {
    name: "a merge of two customers who meet on a day",
    before: visit("01-10") + visit("02-10") +
      "select place('b1', '2024-01-05T15:00Z', 7, 'bob'), place('b2', '2024-02-10T16:00Z', 7, 'bob');",
    changes: ["update orders set customer_id = id('ada') where customer_id = id('bob')"],
    ada: ["01-05", "01-10 < 01-05", "02-10 < 01-10"],
  },
  {
    name: "a customer split in two",
    before: visit("01-10") + visit("01-20") + visit("02-10"),
    changes: ["update orders set customer_id = id('bob') where id = id('01-10')"],
    ada: ["01-20", "02-10 < 01-20"],
  },
  {
    name: "a day that is left with a return alone",
    before: visit("01-10") + visit("01-20") + visit("02-10"),
    changes: ["update orders set total_amount = -10 where id = id('01-20')"],
    ada: ["01-10", "(01-20)", "02-10 < 01-10"],
  },
  {
    name: "returns only, before and after the first order",
    before: visit("01-05", "-3") + visit("02-20", "-3"),
    changes: [visit("01-10"), "select place('back', '2024-01-10T16:00Z', -10)"],
    ada: ["(01-05)", "01-10", "(02-20)"],
  },
  {
    name: "returns and never an order",
    before: visit("01-05", "-3"),
    changes: [visit("02-05", "-4")],
    ada: ["(01-05)", "(02-05)"],
  },
  {
    name: "a first order that turns out to be a return",
    before: visit("01-10") + visit("02-10") + visit("03-10"),
    changes: ["update orders set total_amount = -1 where id = id('01-10')"],
    ada: ["(01-10)", "02-10", "03-10 < 02-10"],
  },
  {
    name: "a guest who turns out to be known, and another who is made a guest",
    before: visit("01-10", "10, null") + visit("01-20") + visit("02-10"),
    changes: [
      "update orders set customer_id = id('ada') where id = id('01-10')",
      "update orders set customer_id = null where id = id('02-10')",
    ],
    ada: ["01-10", "01-20 < 01-10"],
  },
  {
    name: "two orders of a day, one after the other gone",
    before: visit("01-10") + "select place('second', '2024-01-10T20:00Z', 4);" + visit("02-10"),
    changes: ["delete from orders where id = id('second')", "delete from orders where id = id('01-10')"],
    ada: ["02-10"],
  },
];

/** @returns the chain's ways to be drained */
export function waysOf({ name, before, changes }: Chain): readonly Interleaving[] {
  const writes = changes.map((change): Step => ({ a: change }));
  const [first, ...rest] = writes;
  return [
    {
      name: `${name}, drained one by one`,
      before,
      steps: writes.flatMap((write): Step[] => [write, "drain", "check"]),
    },
    { name: `${name}, drained at once`, before, steps: writes },
    {
      name: `${name}, while a drain is held`,
      before,
      steps: [
        { b: "select place('other', '2024-01-15T15:00Z', 1, 'cyd')" },
        ...(first && rest.length > 0 ? [first] : []),
        { hold: "rebuild" },
        ...(first && rest.length > 0 ? rest : writes),
        "check",
        "go on",
        "check",
      ],
    },
  ];
}
