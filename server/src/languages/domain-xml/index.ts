/** libvirt domains with QEMU arguments. */
import {
  lowerDomainXml,
  lowerEntities,
  lowerIgnoredArguments,
  lowerOtherXml,
  mayHoldDomain,
} from '../../invocation/from-domain-xml.ts';
import { holdsMonitor } from '../../invocation/lists/mentions.ts';
import { marginStart } from '../../syntax/comments.ts';
import { plain } from '../../syntax/spell.ts';
import { readXml, readXmlComments } from '../../syntax/xml/reader.ts';
import { readOnce } from '../../text/lookup.ts';
import type { LanguageSupport } from '../support.ts';
import {
  addElements,
  addElementsInFront,
  elementSeparators,
  removeElements,
  splitElement,
} from './elements.ts';
import { isInNoValue, placeInDomain, xmlRepairs } from './monitor-place.ts';
import { passOn } from './passed-on.ts';

const readDocument = readOnce(readXml);

const NAMES = /\.xml(?:\.(?:j2|jinja2?|tmpl|tpl|in|erb))?$/;

export const DOMAIN_XML: LanguageSupport = {
  id: 'domain-xml',
  detect: {
    languageIds: ['xml'],
    names: NAMES,
    paths: NAMES,
    patterns: ['**/*.xml.{j2,jinja,jinja2,tmpl,tpl,in,erb}'],
    // libvirt's namespace for arguments contains `qemu`.
    mayHaveFindings: (text) => /qemu/i.test(text) || holdsMonitor(text),
  },
  lower: (text) => {
    if (!mayHoldDomain(text)) return lowerOtherXml(text);
    const document = readDocument(text);
    const ignored = [...lowerIgnoredArguments(document), ...lowerEntities(document, text)];
    return [...lowerDomainXml(document), ...ignored];
  },
  comments: {
    read: (text, marker) => readXmlComments(text, readDocument(text), marker),
    delimiters: ['<!-- ', ' -->'],
    unit: 'element',
    hasLine: (text, { at }) => marginStart(text, at.start) !== undefined,
    inLine: true,
  },
  edit: {
    addWords: addElements,
    addOptions: addElementsInFront,
    splitWord: splitElement,
    removeWords: ({ source, trees }, options, instead) => {
      // libvirt disables the default monitor, so none takes the place of a removed one.
      const words = options.flatMap((option) => option.words);
      return instead.length > 0
        ? undefined
        : removeElements(source, readDocument(trees.document), words);
    },
    passOn: ({ source, trees }, ignored) => passOn(source, readDocument(trees.document), ignored),
  },
  complete: {
    repairs: xmlRepairs,
    isInCode: isInNoValue,
    separators: elementSeparators,
    monitorPlace: placeInDomain,
  },
  embedded: { notation: 'xml', mayExpand: true, followsScript: false },
  socketDirectory: plain('/var/lib/libvirt/qemu/'),
};
