/** For tests: zones with every kind of clock change. */

export const zones = [
  "UTC",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Apia",
] as const;

/** Turned back over midnight: the Azores at 01:00 to 00:00, Newfoundland at 00:01 to 23:01 of the day before. */
export const zonesBackOverMidnight = ["Atlantic/Azores", "America/St_Johns"] as const;
