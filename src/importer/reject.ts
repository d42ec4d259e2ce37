/** Why one row is not taken. It ends the reading of that row alone. */
export class Reject extends Error {
  override readonly name = "Reject";
}
