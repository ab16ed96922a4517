/** The command that finds at the command line what the review finds in the editor. */

/** The editor's settings, as far as they are asked. */
interface ReadSettings {
  readonly get: (key: string) => unknown;
  /** What a key has that nobody has set is its default: the editor puts a set object over that, entry by entry. */
  readonly inspect: (key: string) => { readonly defaultValue?: unknown } | undefined;
}

/** What the severity of a rule can be set to. */
const SEVERITIES: ReadonlySet<unknown> = new Set([
  'error',
  'warning',
  'information',
  'hint',
  'off',
]);

/**
 * `npx qemu-monitor-guard check --neighbours /w/lab`: the settings of the user and the workspace as options, for a shell.
 * What the folder's own file sets holds there as it does here.
 */
export function checkCommand(settings: ReadSettings, folders: readonly string[]): string {
  const defaults = new Map(Object.entries(objectOf(settings.inspect('rules')?.defaultValue)));
  const rules = Object.entries(objectOf(settings.get('rules'))).flatMap(([id, severity]) =>
    SEVERITIES.has(severity) && severity !== defaults.get(id) ? [`--rule=${id}=${severity}`] : [],
  );
  const version = settings.get('qemuVersion');
  const exclude = settings.get('exclude');
  const words = [
    ...['npx', 'qemu-monitor-guard', 'check'],
    ...(settings.get('neighbours') === true ? ['--neighbours'] : []),
    ...(settings.get('showPossible') === true ? ['--show-possible'] : []),
    ...(typeof version === 'string' && version !== '' ? [`--qemu-version=${version}`] : []),
    ...(Array.isArray(exclude) ? exclude.map((glob) => `--exclude=${glob}`) : []),
    ...rules,
    ...folders,
  ];
  return words.map(quotedWord).join(' ');
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** A word as any shell of POSIX takes it. */
export function quotedWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
