/** Programs that run a command in a terminal, or type into one, by their manuals. */
import { type MappedText, mappedText, type Piece, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import { asWords, type Carried, script, stringOrWords } from '../nested/nested-command.ts';
import { asBlank, readAgainText } from '../nested/nested-text.ts';
import { readOptions } from '../nested/option-words.ts';
import { alike, lastWords, type NestedReader, type Program } from './program.ts';

const TERMINAL_COMMAND = /^(?:-e|-x|--|--execute|--command(?:=.*)?)$/s;

/** `xterm -e prog arg…`, `xterm -e 'string'`, `gnome-terminal -- prog`. Only xterm uses a shell. */
const terminal: NestedReader = (words) => terminalCommands(words, readAgainText);
const xterm: NestedReader = (words) => terminalCommands(words, (text) => text);

function terminalCommands(
  words: readonly Word[],
  read: (text: MappedText) => MappedText,
): readonly Carried[] {
  const found: Carried[] = [];
  for (let index = 0; index < words.length; index++) {
    const option = words[index]?.value;
    if (option === undefined || !TERMINAL_COMMAND.test(option.decoded)) continue;
    const equals = option.decoded.indexOf('=');
    if (equals !== -1) {
      found.push(...script(read(slice(option, equals + 1)), 'child'));
      continue;
    }
    const next = words[index + 1];
    if (next === undefined) break;
    if (/\s/.test(next.value.decoded)) {
      found.push(...script(read(next.value), 'child'));
      index++;
    } else {
      return [...found, ...asWords(words.slice(index + 1))];
    }
  }
  return found;
}

const TMUX_WINDOWS = new Map<string, string>([
  ...['new-session', 'new'].map((name) => [name, 'cefFnstxy'] as const),
  ...['new-window', 'neww'].map((name) => [name, 'ceFnt'] as const),
  ...['split-window', 'splitw'].map((name) => [name, 'ceFlpt'] as const),
  ...['respawn-pane', 'respawnp', 'respawn-window', 'respawnw'].map(
    (name) => [name, 'cet'] as const,
  ),
  ...['run-shell', 'run'].map((name) => [name, 'bcdt'] as const),
  ...['display-popup', 'popup'].map((name) => [name, 'bcdehsStTwxy'] as const),
]);

const tmux: NestedReader = (words) => {
  const { operands } = readOptions(words, { letters: 'cfLST' });
  const found: Carried[] = [];
  let start = 0;
  for (let index = 0; index <= operands.length; index++) {
    if (index < operands.length && operands[index]?.value.decoded !== ';') continue;
    const [command, ...rest] = operands.slice(start, index);
    start = index + 1;
    const name = command?.value.decoded ?? '';
    const letters = TMUX_WINDOWS.get(name);
    if (letters !== undefined) {
      found.push(...stringOrWords(readOptions(rest, { letters }).operands, 'isolated'));
    } else if (name === 'send-keys' || name === 'send') {
      found.push(...typedKeys(rest));
    }
  }
  return found;
};

const ENTER = new Set(['Enter', 'C-m', 'C-M', 'C-j', 'KPEnter', '\r', '\n']);

/** `send-keys 'qemu …' Enter`: each line is a script. */
function typedKeys(words: readonly Word[]): readonly Carried[] {
  const { values, operands } = readOptions(words, { letters: 'cNt' });
  if (values.has('X') || values.has('H')) return [];
  const found: Carried[] = [];
  let line: Piece[] = [];
  const finish = () => {
    if (line.length > 0) found.push(...script(mappedText(line), 'isolated'));
    line = [];
  };
  for (const { value } of operands) {
    if (ENTER.has(value.decoded)) finish();
    else if (value.decoded === 'Space') line.push(...value.pieces.map(asBlank));
    else line.push(...value.pieces);
  }
  finish();
  return found;
}

/** The lookbehind matches at the start of a run only. */
const LINE_ENDS = /(?<!\^M|\\[nr]|[\r\n])(?:\^M|\\[nr]|[\r\n])+$/;

/** `screen -dmS name prog arg…`, `-X stuff 'text'`, `-X screen prog arg…`. */
const screen: NestedReader = (words) => {
  const { values, operands } = readOptions(words, { letters: 'ceEhpsStT', names: ['Logfile'] });
  if (['r', 'R', 'x', 'ls', 'list', 'l', 'wipe'].some((name) => values.has(name))) return [];
  if (!values.has('X')) return asWords(operands);
  const [command, ...rest] = operands;
  if (command?.value.decoded === 'screen') return asWords(rest, true);
  const text = command?.value.decoded === 'stuff' ? rest[0]?.value : undefined;
  const end = text?.decoded.search(LINE_ENDS) ?? -1;
  const typed = text && end !== -1 ? slice(text, 0, end) : text;
  // screen decodes escapes of its own.
  return script(typed && readAgainText(typed), 'isolated');
};

export const TERMINALS: readonly Program[] = [
  alike('xterm uxterm', { nested: xterm }),
  alike(
    'urxvt rxvt st gnome-terminal konsole kgx ptyxis x-terminal-emulator xfce4-terminal mate-terminal ' +
      'lxterminal terminator alacritty tilix qterminal sakura terminology wezterm',
    { nested: terminal },
  ),
  // A command may follow directly.
  alike('foot kitty', {
    nested: terminal,
    ...lastWords(
      '-c -o -T -t -a -w -D -d -f --title --app-id --window-size-chars --working-directory --font --class ' +
        '--name --override --config --directory',
    ),
  }),
  alike('tmux byobu', { nested: tmux }),
  { names: ['screen'], nested: screen },
];
