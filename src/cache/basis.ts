/** What a page's figures rest on, and what changed since: so that whoever keeps a page open asks again only when it matters. */
import type { Basis, Changes } from "../base/tidings.ts";
import { type Dependency, isCurrent, type Knowledge, type Origin } from "./knowledge.ts";

const everyMonth = "-infinity";
/** What changed more places, as an import does, changed what is looked at. */
const mostPlaces = 200;

/** @returns the basis of what was made of this, told at a moment when this was known */
export function basisOf(origin: Origin, knowledge: Knowledge | undefined): Basis {
  const { epoch, dependencies, views } = origin;
  const seen = [...dependencies, ...views].map(({ generation }) => generation);
  const isUpToDate = knowledge !== undefined && isCurrent(origin, knowledge);
  return {
    epoch,
    generation: isUpToDate ? knowledge.generation : Math.min(...seen, knowledge?.generation ?? 0),
    tags: distinct([...dependencies.flatMap(({ tags }) => tags), ...views.map(({ view }) => view)]),
    months: monthsOf(dependencies),
  };
}

function monthsOf(dependencies: readonly Dependency[]): Basis["months"] {
  const months: string[] = [];
  for (const dependency of dependencies) {
    if (dependency.months === "any") return "any";
    months.push(...dependency.months);
  }
  return distinct(months).sort();
}

/** @returns what was noted after a generation, as far as it is known */
export function changesSince(
  { epoch, notes, views }: Knowledge,
  since: Pick<Basis, "epoch" | "generation">,
): Changes {
  if (epoch !== since.epoch) return "all";
  return bounded([
    ...placesWhere(notes, (generation) => generation > since.generation),
    ...viewsWhere(views, (generation) => generation > since.generation),
  ]);
}

/** @returns what is known now that was not before */
export function changesBetween(before: Knowledge, { epoch, notes, views }: Knowledge): Changes {
  if (epoch !== before.epoch) return "all";
  return bounded([
    ...placesWhere(notes, (generation, place) => generation !== before.notes.get(place)),
    ...viewsWhere(views, (generation, view) => generation !== before.views.get(view)),
  ]);
}

type Generations = ReadonlyMap<string, number>;
type IsChanged = (generation: number, name: string) => boolean;

function placesWhere(notes: Generations, isChanged: IsChanged): string[] {
  return [...notes].filter(([place, generation]) => isChanged(generation, place)).map(([place]) => place);
}

function viewsWhere(views: Generations, isChanged: IsChanged): string[] {
  return placesWhere(views, isChanged).map((view) => `${view} ${everyMonth}`);
}

function bounded(places: readonly string[]): Changes {
  return places.length > mostPlaces ? "all" : places;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
