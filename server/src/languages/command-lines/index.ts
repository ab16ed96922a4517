/** Justfiles, crontabs, desktop entries, supervisord, Proxmox machines, BitBake recipes. */
import { lowerBitbake } from '../../invocation/from-bitbake.ts';
import {
  lowerCrontab,
  lowerJustfile,
  lowerKeys,
  lowerProxmox,
  lowerQemuboot,
} from '../../invocation/from-command-lines.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { mayHoldQemu } from '../../invocation/program.ts';
import { joinComments } from '../../syntax/comments.ts';
import { plain } from '../../syntax/spell.ts';
import { MIXED_EDIT } from '../mixed-edit.ts';
import { SHELL_COMPLETION, SHELL_SOCKETS } from '../shell/index.ts';
import type { CommentStyle, LanguageSupport } from '../support.ts';

const LINE_COMMENTS: CommentStyle = {
  read: (text, marker) => {
    const lines = [...text.matchAll(/^[ \t]*(#[^\n]*|\S(?:\\\r?\n|[^\n])*)/gm)].map(
      ({ index, 0: line, 1: own = '' }) => {
        const end = index + line.trimEnd().length;
        return { own, at: { start: index + line.length - own.length, end } };
      },
    );
    const isComment = ({ own }: { readonly own: string }) => own.startsWith('#');
    return joinComments(text, marker, {
      comments: lines
        .filter(isComment)
        .map(({ at }) => ({ at, textAt: { start: at.start + 1, end: at.end } })),
      targets: lines.filter((line) => !isComment(line)),
    });
  },
  hasLine: (text, { at }) =>
    !/\\\r?\n[ \t]*$/.test(text.slice(Math.max(0, at.start - 200), at.start)),
};

interface Lines {
  readonly id: string;
  readonly names: RegExp;
  readonly patterns: readonly string[];
  readonly lower: (text: string) => readonly Invocation[];
  /** The section that identifies files of other names. */
  readonly section?: RegExp;
  readonly languageIds?: readonly string[];
  /** The directory for sockets where no shell runs. */
  readonly directory?: string;
}

function commandLines(lines: Lines): LanguageSupport {
  const { id, names, patterns, lower, languageIds = [], directory = '/run/', section } = lines;
  const looksLike = section && ((text: string) => section.test(text));
  return {
    id,
    detect: {
      languageIds,
      fileId: languageIds[0] ?? id,
      names,
      paths: names,
      patterns,
      mayHaveFindings: mayHoldQemu,
      ...(looksLike && { sharedNames: /\.(?:conf|ini)$/, looksLike, mayLookLike: looksLike }),
    },
    lower: (text, around) => (around?.wantsClients || mayHoldQemu(text) ? lower(text) : []),
    comments: LINE_COMMENTS,
    edit: MIXED_EDIT,
    complete: SHELL_COMPLETION,
    ...SHELL_SOCKETS,
    withoutShell: { socketDirectory: plain(directory), expands: false },
  };
}

export const COMMAND_LINES: readonly LanguageSupport[] = [
  commandLines({
    id: 'just',
    languageIds: ['just'],
    names: /(?:^|\/)\.?[Jj]ustfile$|\.just$/,
    patterns: ['**/{justfile,Justfile,.justfile}', '**/*.just'],
    lower: lowerJustfile,
  }),
  commandLines({
    id: 'crontab',
    languageIds: ['crontab', 'cron'],
    names: /(?:^|[/.])crontab$|\/cron\.d\/[\w-]+$|\.cron$/,
    patterns: ['**/{crontab,*.crontab,*.cron}', '**/cron.d/*'],
    lower: lowerCrontab,
  }),
  commandLines({
    id: 'desktop-entry',
    names: /\.desktop$/,
    patterns: ['**/*.desktop'],
    lower: (text) => lowerKeys(text, /^Exec[ \t]*=[ \t]*/),
  }),
  commandLines({
    id: 'supervisord',
    names:
      /(?:^|\/)supervisord?\.(?:conf|ini)$|\/supervisor(?:d|\.d)?\/(?:conf\.d\/)?[^/]+\.(?:conf|ini)$/,
    patterns: ['**/supervisord.conf', '**/*.{conf,ini}'],
    section: /^\[(?:program|eventlistener):[^\]\n]+\]/m,
    lower: (text) => lowerKeys(text, /^command[ \t]*=[ \t]*/, 'indent'),
  }),
  commandLines({
    id: 'proxmox',
    names: /\/qemu-server\/\d+\.conf$/,
    patterns: ['**/qemu-server/*.conf'],
    lower: lowerProxmox,
  }),
  commandLines({
    id: 'bitbake',
    languageIds: ['bitbake'],
    names:
      /\.(?:bb|bbappend|bbclass)$|(?:^|\/)conf\/(?:(?:machine|distro|multiconfig|templates)\/.*|local|site|auto|layer|bitbake)\.conf$|(?:^|\/)(?:conf|recipes-[^/]+)\/.*\.inc$/,
    patterns: [
      '**/*.{bb,bbappend,bbclass}',
      '**/conf/{machine,distro,multiconfig,templates}/**/*.{conf,inc}',
      '**/conf/{local,site,auto,layer,bitbake}.conf',
      '**/recipes-*/**/*.inc',
    ],
    lower: lowerBitbake,
    // Users of `runqemu` may not write to /run.
    directory: '',
  }),
  commandLines({
    id: 'qemuboot',
    names: /\.qemuboot\.conf$/,
    patterns: ['**/*.qemuboot.conf'],
    lower: lowerQemuboot,
    directory: '',
  }),
];
