/**
 * What is in a file whose text a YAML file holds for somebody who writes it: `write_files:` of cloud-init, `copy:` of
 * Ansible, units of Butane. Of a unit, a table of cron or a config file nothing is changed, as where a script writes one.
 */
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
  /** What shells run, and what is read as a command of one. */
  readonly runs: readonly EmbeddedScript[];
  readonly held: readonly ArgvInvocation[];
  /** Where it is a -readconfig file. */
  readonly config?: ConfigInvocation;
}

/** Scripts that may have no line in front that says so. */
const SCRIPT_FILE = /\.(?:ba|k|z)?sh$/;

/** Files of settings for services, in which nothing is expanded where systemd reads them. */
const SETTINGS_FILE = /\/(?:default|sysconfig|conf\.d)\/[^/]+$|\.env$/;

/** What a text is as a file at a path, which is empty where nobody says it. */
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

/** The values of `NAME="…"`, each on its line. */
function valuesIn(file: MappedText): readonly MappedText[] {
  return valuesOf(file, SETTING).map(({ text }) => {
    return readAgainText(slice(text, 0, text.decoded.replace(/["']$/, '').length));
  });
}
