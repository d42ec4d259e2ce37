/** The texts of charts on other sites. */
export const embedTexts = {
  overview: "Sales",
  asOf: (moment: string): string => `As of ${moment}`,
  late: { delayed: "Delayed", stale: "Not up to date" } as const,
  unheard: "Not updated since",
  filtered: "Filtered",
  refused: {
    ended: "The link to this chart has expired, or was taken back. Whoever shared it can make a new one.",
    invalid: "The link to this chart is not whole. Copy it again from where it was shared.",
    forbidden: "This site may not show this chart.",
    unavailable: "This chart is out of reach right now. It comes back by itself.",
  } as const,
  otherQuestion: "The link to this chart is for another one, or for other figures.",
  unreadable: "What is asked cannot be answered: variables must be a JSON object.",
  broken: (requestId: string): string =>
    `This chart could not be made. The shop’s log tells more under request ${requestId}.`,
  noSuchChart: "There is no chart of this name.",
} as const;
