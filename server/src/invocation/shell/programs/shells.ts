/** Programs that run a string, input or words (manuals of bash, util-linux, procps, GNU parallel, findutils). */

import { type Dialect, dialectOfProgram, SHELL_NAMES } from '../../../syntax/shell/dialect.ts';
import { SHELL } from '../../../syntax/shell/encodings.ts';
import { standingSpan } from '../../../text/edit-anchor.ts';
import { LIMITS } from '../../../text/limits.ts';
import { isKnown, type MappedText, slice, split } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { unknownWords } from '../../unknown-words.ts';
import {
  asWords,
  type Carried,
  joined,
  optionValue,
  script,
  stringOrWords,
} from '../nested/nested-command.ts';
import { withHolders } from '../nested/nested-text.ts';
import { type OptionTable, readOptions } from '../nested/option-words.ts';
import { scheduledCommandsIn } from '../nested/written-commands.ts';
import { alike, lastWords, type NestedReader, type Program } from './program.ts';

/** `bash -c 'script' name arg…`; the input if no file is named. */
const shell: NestedReader = (words, input) => {
  // `+x` and `+O extglob`
  const isOff = (word: Word | undefined, off: RegExp) => off.test(word?.value.decoded ?? '');
  const options = words.filter((word, at) => {
    return !isOff(word, /^\+[a-zA-Z]+$/) && !isOff(words[at - 1], /^\+[a-zA-Z]*[oO]$/);
  });
  const { values, operands } = readOptions(options, {
    letters: 'oO',
    names: ['rcfile', 'init-file'],
  });
  // A shell ends its options at `-`, too.
  const isDash = operands[0]?.value.decoded === '-';
  const [first, ...positional] = isDash ? operands.slice(1) : operands;
  if (values.has('c')) {
    return first
      ? [{ kind: 'script', text: first.value, shell: 'child', positional, input: undefined }]
      : [];
  }
  return first === undefined || values.has('s') ? script(input, 'child') : [];
};

function shellOf(dialect: Dialect): NestedReader {
  return (words, input) => {
    return shell(words, input).map((one) => {
      return one.kind === 'script' ? { ...one, dialect } : one;
    });
  };
}

const evaluate: NestedReader = (words) => {
  return joined(words[0]?.value.decoded === '--' ? words.slice(1) : words, 'same');
};

const trap: NestedReader = (words) => {
  const { operands } = readOptions(words, { letters: '' });
  return operands.length < 2 ? [] : script(operands[0]?.value, 'same');
};

const watch: NestedReader = (words) => {
  const { values, operands } = readOptions(words, {
    letters: 'nq',
    names: ['interval', 'equexit'],
  });
  const direct = values.has('x') || values.has('exec');
  return direct ? asWords(operands) : joined(operands, 'child');
};

const flock: NestedReader = (words) => {
  const { operands } = readOptions(words, {
    letters: 'wE',
    names: ['timeout', 'wait', 'conflict-exit-code'],
  });
  const isString = /^(?:-c|--command)$/.test(operands[1]?.value.decoded ?? '');
  return isString ? script(operands[2]?.value, 'child') : [];
};

/** `script -c 'string' log`, BSD's `script log prog arg…`. */
const recording: NestedReader = (words) => {
  const { values, operands } = readOptions(words, {
    letters: 'BcEImoOTtF',
    names: ['command'],
  });
  const text = values.get('c') ?? values.get('command');
  return text ? script(text, 'child') : asWords(operands.slice(1));
};

/** `hyperfine 'string'…` */
const hyperfine: NestedReader = (words) => {
  const { operands } = readOptions(words, {
    letters: 'wmMrspcPDLSnu',
    names: [
      ...['warmup', 'min-runs', 'max-runs', 'runs', 'setup', 'prepare', 'conclude', 'cleanup'],
      ...[
        'parameter-scan',
        'parameter-list',
        'shell',
        'style',
        'sort',
        'time-unit',
        'output',
        'input',
      ],
      ...['export-json', 'export-csv', 'export-markdown', 'export-asciidoc', 'command-name'],
    ],
    permuted: true,
  });
  return operands.flatMap(({ value }) => script(value, 'child'));
};

/** `entr -s 'string'`, `entr prog arg…`. */
const entr: NestedReader = (words) => {
  const { values, operands } = readOptions(words, { letters: '' });
  return values.has('s') ? script(operands[0]?.value, 'child') : asWords(operands);
};

/** `capsh … -- -c 'string'` passes the words after `--` to bash. */
const capsh: NestedReader = (words, input) => {
  const dashes = words.findIndex(({ value }) => value.decoded === '--');
  return dashes === -1 ? [] : shell(words.slice(dashes + 1), input);
};

/** `cmd.exe /c "prog arg…"` */
const cmd: NestedReader = (words) => {
  const start = words.findIndex(({ value }) => /^\/{1,2}[ck]$/i.test(value.decoded));
  return start === -1 ? [] : stringOrWords(words.slice(start + 1), 'child');
};

/** `{}`, `{1}`, `{.}` */
const PARALLEL_HOLDER = /\{(?:[#%./]|\/\/|\/\.|-?\d+[./]*)?\}/g;

const parallel: NestedReader = (words) => {
  const { operands } = readOptions(words, {
    letters: 'aCdEIjLnNPsS',
    names: [
      ...['jobs', 'arg-file', 'colsep', 'delay', 'delimiter', 'env', 'halt', 'joblog', 'max-args'],
      ...['max-procs', 'results', 'retries', 'sshlogin', 'timeout', 'tmpdir', 'workdir', 'wd'],
      ...['basefile', 'load', 'memfree', 'nice', 'return', 'tagstring', 'tempdir', 'sshdelay'],
    ],
  });
  const end = operands.findIndex(({ value }) => /^::::?\+?$/.test(value.decoded));
  const command = end === -1 ? operands : operands.slice(0, end);
  return joined(
    command.map((word) => withHolders(word, PARALLEL_HOLDER)),
    'child',
  );
};

const at: NestedReader = (_, input) => script(input, 'child');

const crontab: NestedReader = (words, input) => {
  const { operands } = readOptions(words, { letters: 'u' });
  const isRead = operands.length === 0 || operands[0]?.value.decoded === '-';
  if (!isRead || input === undefined) return [];
  return scheduledCommandsIn(input).flatMap((command) => script(command, 'isolated'));
};

/** `find … -exec prog {} \;`, `-execdir prog {} +`. */
const find: NestedReader = (words) => {
  const found: Carried[] = [];
  for (let index = 0; index < words.length; index++) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(words[index]?.value.decoded ?? '')) continue;
    const rest = words.slice(index + 1);
    const end = rest.findIndex(({ value }) => value.decoded === ';' || value.decoded === '+');
    const command = end === -1 ? rest : rest.slice(0, end);
    found.push(...asWords(command.map((word) => withHolders(word, /\{\}/g))));
    index += command.length;
  }
  return found;
};

const RUN_STRING: OptionTable = { letters: 'AIp', names: ['run', 'command', 'arg', 'argstr'] };

export const SHELLS: readonly Program[] = [
  ...SHELL_NAMES.map((name): Program => {
    const dialect = dialectOfProgram(name);
    const nested = dialect ? shellOf(dialect) : shell;
    return { names: [name], nested, prints: 'its-command', runsScripts: true };
  }),
  { names: ['eval'], nested: evaluate, prints: 'its-command' },
  { names: ['trap'], nested: trap, prints: /^(?!-[lp]$)./ },
  { names: ['watch'], nested: watch },
  { names: ['flock'], ...lastWords('-w -E --timeout --conflict-exit-code', 1), nested: flock },
  alike('parallel sem', { nested: parallel }),
  { names: ['xargs'], nested: runByXargs },
  { names: ['crontab'], nested: crontab, readsLines: true },
  { names: ['find'], nested: find, onlyTalks: true },
  alike('at batch', { nested: at }),
  { names: ['script'], nested: recording },
  { names: ['hyperfine'], nested: hyperfine },
  { names: ['entr'], nested: entr },
  { names: ['cmd.exe'], nested: cmd },
  { names: ['capsh'], nested: capsh },
  { names: ['nix-shell'], nested: optionValue(['run', 'command'], RUN_STRING, 'child') },
];

/** Undefined `input` is unknown. */
function runByXargs(words: readonly Word[], input: MappedText | undefined): readonly Carried[] {
  const { values, operands } = readOptions(words, {
    letters: 'adEILnPs',
    names: ['arg-file', 'delimiter', 'eof', 'max-args', 'max-procs', 'max-chars', 'max-lines'],
  });
  if (operands.length === 0) return [];
  const odd = ['a', 'd', '0', 'null', 'E', 'L', 'arg-file', 'delimiter', 'eof', 'max-lines'];
  // xargs reads quotes and backslashes unlike a shell, which is not followed.
  const read = odd.some((name) => values.has(name)) || /['"\\]/.test(input?.decoded ?? '');
  const text = read ? undefined : input;
  const chosen = values.get('I') ?? values.get('replace');
  const replaces = ['I', 'i', 'replace'].some((name) => values.has(name));
  const holder = replaces ? (chosen?.decoded ?? '{}') : '';
  if (holder !== '') return commandsPerLine(operands, holder, text);
  const given = text && wordsIn(text);
  if (given === undefined) return asWords([...operands, unknownInput(operands)]);
  const most = values.get('n') ?? values.get('max-args');
  const size = Number(most?.decoded);
  if (!(size > 0) || given.length === 0) return asWords([...operands, ...given]);
  // One that may be several words would shift others.
  const counted = given.map((word) => ({ ...word, at: word.value.place }));
  const commands: Carried[] = [];
  for (let at = 0; at < counted.length && commands.length < LIMITS.steps; at += size) {
    commands.push(...asWords([...operands, ...counted.slice(at, at + size)]));
  }
  return commands;
}

function commandsPerLine(
  operands: readonly Word[],
  holder: string,
  input: MappedText | undefined,
): readonly Carried[] {
  const pattern = new RegExp(holder.replace(/[^\w\s]/g, '\\$&'), 'g');
  const commandFor = (line: MappedText | undefined) =>
    asWords(operands.map((word) => withHolders(word, pattern, line)));
  if (input === undefined || !isKnown(input)) return commandFor(undefined);
  const lines = split(input, /\n/g).map((line) => {
    return slice(line, line.decoded.search(/[^ \t]|$/));
  });
  const given = lines.filter((line) => line.decoded !== '').slice(0, LIMITS.steps);
  return given.flatMap(commandFor);
}

function wordsIn(input: MappedText): readonly Word[] {
  return split(input, /[ \t\n]+/g)
    .filter(({ decoded }) => decoded !== '')
    .map((text) => {
      const [first, ...others] = text.pieces;
      const many = others.length === 0 && first?.kind === 'unknown';
      return { value: text, at: standingSpan(text), many };
    });
}

function unknownInput(operands: readonly Word[]): Word {
  const end = operands.at(-1)?.at.end ?? 0;
  return unknownWords({ start: end, end }, SHELL.bare);
}
