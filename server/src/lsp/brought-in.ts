/** Which machines of an inventory are listed already, with the scripts that bring their text in. */
import type { Location } from 'vscode-languageserver';

/** What is asked of a machine: the document that starts it, and where its monitors are written. */
interface StartedMachine {
  readonly uri: string;
  readonly monitors: readonly { readonly location: Location | undefined }[];
}

/**
 * Leaves out what files say on their own (a config file, the settings of scripts) where somebody starts QEMU with
 * them: who does that knows more than the file, and a monitor is one and not two. What nobody starts stays.
 */
export function withoutBroughtIn<Machine extends StartedMachine>(
  machines: readonly Machine[],
): readonly Machine[] {
  const broughtIn = new Set<string>();
  for (const { uri, monitors } of machines) {
    for (const { location } of monitors) {
      if (location && location.uri !== uri) broughtIn.add(keyOf(location));
    }
  }
  return machines.filter(
    ({ uri, monitors }) =>
      monitors.length === 0 ||
      !monitors.every(({ location }) => location?.uri === uri && broughtIn.has(keyOf(location))),
  );
}

function keyOf({ uri, range: { start, end } }: Location): string {
  return [uri, start.line, start.character, end.line, end.character].join(' ');
}
