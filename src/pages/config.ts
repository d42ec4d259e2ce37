/** Where the pages' files are. All paths are relative to `root`; folders end with a slash. */
export interface PagesConfig {
  readonly root: URL;
  readonly routes: string;
  readonly islands: string;
  readonly static: string;
  /** What the build writes: bundles, compressed files and the manifest. */
  readonly output: string;
  /** The file with the import map that islands are resolved with. */
  readonly denoJson: string;
}
