/** Which machines of an inventory are told already, with the scripts that bring their text in. */
import type { Location } from 'vscode-languageserver';

/** What is asked of a machine: where its monitors are written. */
interface StartedMachine {
  readonly monitors: readonly { readonly location: Location | undefined }[];
}

/** Where a document's machines take monitors from, out of other documents. */
interface TakenPlace {
  readonly key: string;
  readonly from: string;
}

/** Knows of all documents what their machines take from others. */
export interface BroughtIn {
  /** Takes what a document starts now, and gives the documents that more or less is taken from than before. */
  readonly put: (uri: string, machines: readonly StartedMachine[]) => ReadonlySet<string>;
  /**
   * The machines of a document without what it says on its own (a config file, the settings of scripts) where
   * somebody starts QEMU with it: who does that knows more than the file, and a monitor is one and not two.
   * What nobody starts stays.
   */
  readonly without: <Machine extends StartedMachine>(
    uri: string,
    machines: readonly Machine[],
  ) => readonly Machine[];
}

export function broughtIn(): BroughtIn {
  const taken = new Map<string, readonly TakenPlace[]>();
  /** How often each place is taken. */
  const counts = new Map<string, number>();

  function count(places: readonly TakenPlace[], by: 1 | -1): void {
    for (const { key } of places) {
      const sum = (counts.get(key) ?? 0) + by;
      if (sum === 0) counts.delete(key);
      else counts.set(key, sum);
    }
  }

  return {
    put: (uri, machines) => {
      const before = taken.get(uri) ?? [];
      const now = placesOutside(uri, machines);
      count(before, -1);
      count(now, 1);
      if (now.length > 0) taken.set(uri, now);
      else taken.delete(uri);
      const [old, fresh] = [keysOf(before), keysOf(now)];
      const other = [
        ...before.filter(({ key }) => !fresh.has(key)),
        ...now.filter(({ key }) => !old.has(key)),
      ];
      return new Set(other.map(({ from }) => from));
    },
    without: (uri, machines) =>
      machines.filter(
        ({ monitors }) =>
          monitors.length === 0 ||
          !monitors.every(({ location }) => location?.uri === uri && counts.has(keyOf(location))),
      ),
  };
}

function placesOutside(uri: string, machines: readonly StartedMachine[]): readonly TakenPlace[] {
  return machines.flatMap(({ monitors }) =>
    monitors.flatMap(({ location }) =>
      location && location.uri !== uri ? [{ key: keyOf(location), from: location.uri }] : [],
    ),
  );
}

function keysOf(places: readonly TakenPlace[]): ReadonlySet<string> {
  return new Set(places.map(({ key }) => key));
}

function keyOf({ uri, range: { start, end } }: Location): string {
  return [uri, start.line, start.character, end.line, end.character].join(' ');
}
