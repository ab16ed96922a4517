/** Files that YAML writes: cloud-init, Ansible, Butane. Units, crontabs and configs get no edits. */
import { valuesOf } from '../../syntax/command-lines/reader.ts';
import { dialectOfFirstLine } from '../../syntax/shell/dialect.ts';
import { type MappedText, slice } from '../../text/mapped-text.ts';
import type { ArgvInvocation, ConfigInvocation } from '../invocation.ts';
import type { EmbeddedScript } from '../shell/embedded.ts';
import { heldIn } from '../shell/launch/orphan-options.ts';
import { configIn, domainsIn, isConfig } from '../shell/nested/embedded-documents.ts';
import { readAgainText } from '../shell/nested/nested-text.ts';
import { commandsIn, machineArgumentsIn } from '../shell/nested/written-commands.ts';

interface Written {
  readonly runs: readonly EmbeddedScript[];
  readonly held: readonly ArgvInvocation[];
  readonly config?: ConfigInvocation;
}

const SCRIPT_FILE = /\.(?:ba|k|z)?sh$/;

const SETTINGS_FILE = /\/(?:default|sysconfig|conf\.d)\/[^/]+$|\.env$/;

/** The meaning of a text as a file; `path` may be empty. */
export function writtenIn(text: MappedText, path: string): Written {
  const dialect = dialectOfFirstLine(text.decoded, SCRIPT_FILE.test(path) ? 'bash' : undefined);
  if (dialect) return { runs: [{ text, dialect }], held: [] };
  if (isConfig(text)) return { runs: [], held: [], config: configIn(text) };
  const options = [
    ...machineArgumentsIn(text),
    ...(SETTINGS_FILE.test(path) ? valuesIn(text) : []),
  ];
  return {
    runs: commandsIn(text, path).map((command) => ({ text: command, dialect: 'posix' })),
    held: [...domainsIn(text), ...options.flatMap(heldIn)],
  };
}

const SETTING = /^[ \t]*(?:export[ \t]+)?[A-Za-z_]\w*=["']?/;

/** Values of `NAME="…"` lines. */
function valuesIn(file: MappedText): readonly MappedText[] {
  return valuesOf(file, SETTING).map(({ text }) => {
    return readAgainText(slice(text, 0, text.decoded.replace(/["']$/, '').length));
  });
}
