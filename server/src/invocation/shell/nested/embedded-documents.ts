/** -readconfig files and domains in strings and here-documents. */

import { looksLikeQemuConfig } from '../../../syntax/readconfig/detect.ts';
import { readConfig } from '../../../syntax/readconfig/reader.ts';
import { placementIn } from '../../../syntax/shell/placement.ts';
import { readXml } from '../../../syntax/xml/reader.ts';
import { anchorOf } from '../../../text/edit-anchor.ts';
import { innermost, sameEncodings, UNKNOWN_ENCODING } from '../../../text/encoding.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { lowerArguments, lowerDomainXml } from '../../from-domain-xml.ts';
import { lowerReadConfig, placedConfig } from '../../from-readconfig.ts';
import type { ArgvInvocation, ConfigInvocation } from '../../invocation.ts';
import { unwritable } from '../../unknown-words.ts';

/** Only a here-document has known quoting: `echo` adds a line end. */
export function configIn(host: MappedText): ConfigInvocation {
  const { span, text: placed } = placementIn(host);
  const whole = isInDocument(host);
  return placedConfig(lowerReadConfig(readConfig(host.decoded)), {
    text: (of) => (whole ? placed(of) : withoutContext(placed(of))),
    span,
    encodings: UNKNOWN_ENCODING,
  });
}

function isInDocument(host: MappedText): boolean {
  const anchor = anchorOf(host);
  if (anchor === undefined || !sameEncodings(anchor.from, anchor.to)) return false;
  return ['here-document', 'quoted-document'].includes(innermost(anchor.from).id);
}

function withoutContext(text: MappedText): MappedText {
  return {
    ...text,
    pieces: text.pieces.map((piece) => ({ ...piece, encodings: UNKNOWN_ENCODING })),
  };
}

/** Whether a text can only be a -readconfig file. */
export function isConfig(host: MappedText): boolean {
  return looksLikeQemuConfig(host.decoded);
}

/** QEMU's arguments in a domain. */
export function domainsIn(host: MappedText): readonly ArgvInvocation[] {
  if (!/<domain[\s>]/.test(host.decoded) || !host.decoded.includes('commandline')) return [];
  return placedIn(host, lowerDomainXml(readXml(host.decoded)));
}

/** QEMU's arguments in a domain or a part of one, without edits. Libvirt needs the namespace, readers of an `excerpt` know it. */
export function argumentsIn(host: MappedText, excerpt?: 'excerpt'): readonly ArgvInvocation[] {
  if (!/<qemu:arg\s/.test(host.decoded)) return [];
  const document = readXml(host.decoded);
  // `<domain type='kvm' %s>`
  const isWhole = !excerpt && /<domain(?:\s[^>%{\ufffc]*)?>/.test(host.decoded);
  const found = isWhole ? lowerDomainXml(document) : lowerArguments(document);
  return placedIn(host, found).map((one) => ({ ...one, words: unwritable(one.words) }));
}

function placedIn(host: MappedText, found: readonly ArgvInvocation[]): readonly ArgvInvocation[] {
  const { span, text } = placementIn(host);
  return found.map((invocation) => ({
    ...invocation,
    programAt: span(invocation.programAt),
    words: invocation.words.map((word) => ({
      ...word,
      value: text(word.value),
      at: span(word.at),
    })),
  }));
}
