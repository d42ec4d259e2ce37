/** The texts of the sales reps page. */
export const repTexts = {
  reps: "Sales reps",
  rep: "Sales rep",
  withoutRep: "Without sales rep",
  withoutRegion: "Without region",
  regions: "Regions",
  region: "Region",
  commissionRate: (percent: string): string => `${percent} commission`,
  figures: "The team in figures",
  selling: "Reps who sold",
  perRep: "Revenue a rep",
  best: "Best rep",
  topShare: "Share of the best three",
} as const;
