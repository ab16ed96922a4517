/**
 * A made-up language in which every sentence shows where it begins and ends and what was filled
 * in: `［Ļîśťéńś åť ‹0:127.0.0.1›］`. What is said to people and is not all of this form was not said through
 * `l10n.t`, or was put together from pieces.
 */
import * as l10n from '@vscode/l10n';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'åƀçďéƒĝĥîĵķļḿńöþǫŕśťûṽŵẋýžÅƁÇĎÉƑĜĤÎĴĶĻḾŃÖÞǪŔŚŤÛṼŴẊÝŽ';

/** A sentence in the pseudo-language. */
export function pseudo(english: string): string {
  const said = english.replace(/\{(\d+)\}|[A-Za-z]/g, (letter, place?: string) =>
    place === undefined ? (ACCENTED[PLAIN.indexOf(letter)] ?? letter) : `‹${place}:${letter}›`,
  );
  return `［${said}］`;
}

/** A bundle with the sentences in the pseudo-language. */
export function pseudoBundle(sentences: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(sentences.map((english) => [english, pseudo(english)]));
}

/** Runs something that does not wait in the language of a bundle, and goes back to English. */
export function inLanguage<T>(bundle: Readonly<Record<string, string>>, run: () => T): T {
  l10n.config({ contents: bundle });
  try {
    return run();
  } finally {
    l10n.config({ contents: {} });
  }
}

/** A text that was filled in, and the English sentence that it was filled into. */
interface Filled {
  readonly text: string;
  readonly into: string;
}

/** A text of the pseudo-language, taken apart. */
interface PseudoText {
  /** The English of the sentences in it, the outermost first. */
  readonly sentences: readonly string[];
  /** What was filled in and is no sentence. */
  readonly filled: readonly Filled[];
  /** What stands outside of all sentences. */
  readonly outside: string;
}

/** Takes a text of the pseudo-language apart. */
export function readPseudo(text: string): PseudoText {
  const sentences: string[] = [];
  const filled: Filled[] = [];
  /** Reads a sentence that begins at an offset, and returns where it ends. */
  const sentence = (start: number): number => {
    const index = sentences.push('') - 1;
    const own: string[] = [];
    let said = '';
    let offset = start + 1;
    while (offset < text.length && text[offset] !== '］') {
      const place = /^‹(\d+):/.exec(text.slice(offset, offset + 8));
      if (place === null) {
        said += plain(text[offset] ?? '');
        offset++;
        continue;
      }
      const argument = argumentAt(offset + place[0].length);
      if (argument.text !== '') own.push(argument.text);
      said += `{${place[1]}}`;
      offset = argument.end;
    }
    sentences[index] = said;
    filled.push(...own.map((part) => ({ text: part, into: said })));
    return offset + 1;
  };
  /** Reads what was filled in: sentences, other text, or both. */
  const argumentAt = (start: number): { text: string; end: number } => {
    let other = '';
    let offset = start;
    while (offset < text.length && text[offset] !== '›') {
      if (text[offset] === '［') offset = sentence(offset);
      else other += text[offset++];
    }
    return { text: other, end: offset + 1 };
  };
  let outside = '';
  for (let offset = 0; offset < text.length; ) {
    if (text[offset] === '［') offset = sentence(offset);
    else outside += text[offset++];
  }
  return { sentences, filled, outside };
}

function plain(letter: string): string {
  const index = ACCENTED.indexOf(letter);
  return index === -1 ? letter : (PLAIN[index] ?? letter);
}
