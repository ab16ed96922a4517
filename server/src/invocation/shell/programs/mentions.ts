/** Ports in words of barely known programs: scripts, other languages, `$NC`. */

import { type MappedText, slice } from '../../../text/mapped-text.ts';
import { nameOf } from '../../../text/paths.ts';
import type { Word } from '../../invocation.ts';
import type { ToolFinding, ToolReader } from '../connect/connection-tool.ts';

/** Reads an unknown program: `$NC localhost 4444`. */
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

/** `localhost:4444`, `"localhost", 4444`; not what QEMU listens on (`tcp:localhost:4444,server`). */
const MENTION =
  /(?<![\w.-])(localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)["']?\)?[:,\s]\s*["']?(\d{2,5})(?![\w.]|,(?:[\w=]{1,20},){0,8}server\b)/g;

const MAX_MENTIONS = 16;
const MAX_LENGTH = 20_000;

/** Reads arguments or input in another language. */
export const readMentions: ToolReader = (call) => {
  const { words, input } = call;
  const script = words.findIndex(({ value }) => SCRIPT.test(value.decoded));
  const told = script === -1 ? [] : readScript({ ...call, words: words.slice(script) });
  const texts = [...words.slice(1).map(({ value }) => value), ...(input ? [input] : [])];
  return [...told, ...texts.flatMap((text) => mentionsIn(text))].slice(0, MAX_MENTIONS);
};

const SCRIPT = /\.(?:py|pl|rb|js|php|lua|exp)$/;
const SPEAKS = /qmp|hmp|qemu|monitor|(?:^|[-_])mon(?:[-_.]|$)/i;

/**
 * Reads a script's arguments: `./qmp.py localhost 4444`. One named like a monitor client connects to any
 * port.
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

/** Whether a script may be a monitor client, by name or address. */
export function maySpeak(path: string, words: readonly Word[]): boolean {
  return SPEAKS.test(nameOf(path)) || words.some(({ value }) => LOCAL_ADDRESS.test(value.decoded));
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
