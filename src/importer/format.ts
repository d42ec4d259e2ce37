/** What a format is: how its header is known, and how its rows become ours. */

/** The columns of Laneway's own format, which every other format is turned into. */
export const columns = [
  "order_id",
  "line_id",
  "order_date",
  "status",
  "customer_id",
  "customer_name",
  "customer_email",
  "customer_segment",
  "product_id",
  "product_name",
  "category",
  "quantity",
  "unit_price",
  "unit_cost",
  "line_total",
  "order_total",
  "sales_rep_id",
  "sales_rep_name",
  "sales_rep_email",
  "region",
  "commission_rate",
] as const;

export type Column = (typeof columns)[number];

/** One row: texts without surrounding spaces; one that is blank or absent says nothing. */
export type Cells = Readonly<Partial<Record<Column, string>>>;

export const statuses = ["pending", "completed", "cancelled"] as const;
export type Status = (typeof statuses)[number];

/** A shop's settings that an import needs. */
export interface ImportShop {
  /** IANA name: dates without a zone are local there. */
  readonly timeZone: string;
  /** ISO 4217. */
  readonly currency: string;
}

export interface Format {
  readonly name: string;
  /** Header names, in lower case, without which a file is not of this format. */
  readonly required: readonly string[];
  /** Header names, in lower case, that are read where they are there. */
  readonly optional: readonly string[];
  /**
   * Header names whose texts may run over several lines. Anywhere else that we read, a line break is the sign of a
   * quote that nobody closed.
   */
  readonly freeText: readonly string[];
  /** What each row must have; what only an order as a whole must have is checked once all of its rows are known. */
  readonly rowNeeds: readonly Column[];
  /** Where a reason should name the file's own column. */
  readonly labels: Readonly<Partial<Record<Column, string>>>;
  /** The status of an order whose rows tell none; undefined where that means its main row is missing. */
  readonly defaultStatus: Status | undefined;
  /**
   * @param get gives the text under a header name, without surrounding spaces; "" where there is none
   * @throws Reject where the row cannot be turned into ours
   */
  toCells(get: (name: string) => string, shop: ImportShop): Cells;
}
