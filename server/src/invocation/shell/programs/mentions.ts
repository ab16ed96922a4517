/**
 * Hosts and ports that are mentioned among the words of a program that is not known better: of a script, of
 * another language, of a `$NC` that nobody knows.
 */
import { type MappedText, slice } from '../../../text/mapped-text.ts';
import type { Word } from '../../invocation.ts';
import type { ToolFinding, ToolReader } from '../connect/connection-tool.ts';
import { baseName } from '../domain/blocks.ts';

/** A program that nobody knows, such as `$NC`, with a host and a port beside each other among its words. */
export const readUnknown: ToolReader = ({ words }) => {
  return words.slice(1).flatMap((host, index): readonly ToolFinding[] => {
    const port = words[index + 2];
    const isPair = port && LOCAL.test(host.value.decoded) && /^\d{2,5}$/.test(port.value.decoded);
    const own = mentionsIn(host.value);
    if (!isPair) return own;
    return [...own, { host: host.value, port: port.value, transport: 'tcp', rewrite: undefined }];
  });
};

const LOCAL = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1)$/;
const LOCAL_ADDRESS = /^(?:--?[\w-]*=)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|::1)(?::\d+)?$/;

/**
 * A host and a port in the text of another language, beside each other or with a comma in between; none that a QEMU
 * listens on, as in `--qemu-opts="-qmp tcp:localhost:4444,server"`.
 */
const MENTION =
  /(?<![\w.-])(localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)["']?\)?[:,\s]\s*["']?(\d{2,5})(?![\w.]|,(?:[\w=]{1,20},){0,8}server\b)/g;

/** How many places of one command that name a port are looked at, and how much of a text. */
const MAX_MENTIONS = 16;
const MAX_LENGTH = 20_000;

/** Programs whose words or input are in a language of their own, or wait for a port in a way of their own. */
export const readMentions: ToolReader = (call) => {
  const { words, input } = call;
  const script = words.findIndex(({ value }) => SCRIPT.test(value.decoded));
  const told = script === -1 ? [] : readScript({ ...call, words: words.slice(script) });
  const texts = [...words.slice(1).map(({ value }) => value), ...(input ? [input] : [])];
  return [...told, ...texts.flatMap((text) => mentionsIn(text))].slice(0, MAX_MENTIONS);
};

/** The file of a script in the language of one of these programs. */
const SCRIPT = /\.(?:py|pl|rb|js|php|lua|exp)$/;
/** The name of a program that speaks to a monitor. */
const SPEAKS = /qmp|hmp|qemu|monitor|(?:^|[-_])mon(?:[-_.]|$)/i;

/**
 * A script of the folder, such as `./qmp.py localhost 4444`. One that is called like a monitor's client
 * connects to whatever port is among its words; nobody looks into it.
 */
export const readScript: ToolReader = (call) => {
  const [name, ...words] = call.words;
  if (name === undefined) return [];
  const pairs = readUnknown(call);
  if (pairs.length > 0 || !maySpeak(name.value.decoded, words)) return pairs;
  return words.flatMap(({ value }): readonly ToolFinding[] => {
    const start = PORT_OPTION.exec(value.decoded)?.[0].length ?? 0;
    const port = slice(value, start);
    const isPort = /^\d{2,5}$/.test(port.decoded) || isPortVariable(port);
    return isPort ? [{ host: undefined, port, transport: 'tcp', rewrite: undefined }] : [];
  });
};

const PORT_OPTION = /^--?[\w-]*=/;

function isPortVariable({ pieces: [only, ...others] }: MappedText): boolean {
  return others.length === 0 && only?.kind === 'unknown' && /port/i.test(only.source);
}

/** Whether a script has the name of a monitor's client, or is given an address of this machine. */
export function maySpeak(path: string, words: readonly Word[]): boolean {
  return (
    SPEAKS.test(baseName(path)) || words.some(({ value }) => LOCAL_ADDRESS.test(value.decoded))
  );
}

function mentionsIn(text: MappedText): readonly ToolFinding[] {
  const found: ToolFinding[] = [];
  for (const match of text.decoded.slice(0, MAX_LENGTH).matchAll(MENTION)) {
    const [whole, host = '', port = ''] = match;
    const end = match.index + whole.length;
    found.push({
      host: slice(text, match.index, match.index + host.length),
      port: slice(text, end - port.length, end),
      transport: 'tcp',
      rewrite: undefined,
    });
    if (found.length >= MAX_MENTIONS) break;
  }
  return found;
}
