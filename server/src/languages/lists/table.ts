/** Programming languages and formats of data whose literals hold QEMU's options: by what each is known, and how it is written. */
import type { LiteralLanguageId } from '../../syntax/literals/languages.ts';

interface ListLanguage {
  /** What editors call it; each is a language of its own to them. */
  readonly ids: readonly {
    readonly id: string;
    readonly names: RegExp;
    /** The first line of a file whose name says nothing. */
    readonly firstLine?: RegExp;
    /** Whether the name decides, whatever an editor calls the language. */
    readonly isOwn?: true;
  }[];
  readonly literals: LiteralLanguageId;
  /** What stands in front of a comment; undefined where there are none. */
  readonly comment: string | undefined;
  /** Where sockets lie that are written behind a text; a path from where the program is started where nothing is said. */
  readonly directoryBehind?: (text: string) => string;
  /** The directory of the user who starts it, where the language is one of Windows. */
  readonly windowsDirectory?: string;
  /** Whether its programs give texts to shells in a way that is known. */
  readonly hasShells?: true;
  /** Patterns of files, for editors that have no name for the language. */
  readonly patterns?: readonly string[];
}

/** `build.gradle`, `Jenkinsfile`, `Jenkinsfile.nightly`, `ci.Jenkinsfile`; not `Jenkinsfile.md`. */
const GROOVY_NAMES =
  /(?:^|\/)Jenkinsfile(?:[.-](?!(?:md|txt|rst|html?|py|sh|js|json|ya?ml|xml|j2|patch|diff|orig|log|bak)$)[\w-]+)?$|\.(?:groovy|gradle|gvy|[Jj]enkinsfile)$/;

/** All of them; of two that a name fits the first one counts. */
export const LIST_LANGUAGES: readonly ListLanguage[] = [
  {
    ids: [
      { id: 'javascript', names: /\.[cm]?js$/, firstLine: /^#!.*\bnode\b/ },
      { id: 'javascriptreact', names: /\.jsx$/ },
      { id: 'typescript', names: /\.[cm]?ts$/ },
      { id: 'typescriptreact', names: /\.tsx$/ },
    ],
    literals: 'javascript',
    comment: '//',
  },
  { ids: [{ id: 'go', names: /\.go$/ }], literals: 'go', comment: '//' },
  { ids: [{ id: 'rust', names: /\.rs$/ }], literals: 'rust', comment: '//' },
  {
    ids: [
      { id: 'c', names: /\.c$/ },
      { id: 'cpp', names: /\.(?:cc|cpp|cxx|c\+\+|C|hh|hpp|hxx|h|ipp|inl)$/ },
    ],
    literals: 'c',
    comment: '//',
  },
  { ids: [{ id: 'csharp', names: /\.csx?$/ }], literals: 'csharp', comment: '//' },
  { ids: [{ id: 'java', names: /\.java$/ }], literals: 'java', comment: '//' },
  {
    ids: [{ id: 'kotlin', names: /\.kts?$/ }],
    literals: 'kotlin',
    comment: '//',
    patterns: ['**/*.{kt,kts}'],
  },
  {
    ids: [{ id: 'groovy', names: GROOVY_NAMES }],
    literals: 'groovy',
    comment: '//',
    hasShells: true,
  },
  {
    // Editors call it Ruby.
    ids: [{ id: 'vagrantfile', names: /(?:^|\/)Vagrantfile$/, isOwn: true }],
    literals: 'ruby',
    comment: '#',
    directoryBehind: directoryOfProvider,
    patterns: ['**/Vagrantfile'],
  },
  {
    ids: [{ id: 'ruby', names: /(?:^|\/)Rakefile$|\.(?:rb|rake)$/, firstLine: /^#!.*\bruby\b/ }],
    literals: 'ruby',
    comment: '#',
  },
  {
    ids: [{ id: 'perl', names: /\.(?:pl|PL|pm|t|psgi)$/, firstLine: /^#!.*\bperl\b/ }],
    literals: 'perl',
    comment: '#',
  },
  {
    ids: [{ id: 'zig', names: /\.(?:zig|zon)$/ }],
    literals: 'zig',
    comment: '//',
    patterns: ['**/*.{zig,zon}'],
  },
  {
    ids: [{ id: 'nix', names: /\.nix$/ }],
    literals: 'nix',
    comment: '#',
    hasShells: true,
    patterns: ['**/*.nix'],
  },
  {
    ids: [{ id: 'cmake', names: /(?:^|\/)CMakeLists\.txt$|\.cmake(?:\.in)?$/ }],
    literals: 'cmake',
    comment: '#',
    patterns: ['**/CMakeLists.txt', '**/*.cmake'],
  },
  {
    ids: [{ id: 'hcl', names: /\.(?:hcl|tf|tfvars|nomad)$/ }],
    literals: 'hcl',
    comment: '#',
    patterns: ['**/*.{hcl,tf,tfvars,nomad}'],
  },
  {
    ids: [{ id: 'toml', names: /\.toml$|\/\.cargo\/config$/ }],
    literals: 'toml',
    comment: '#',
    patterns: ['**/*.toml'],
  },
  {
    ids: [{ id: 'jsonc', names: /\.jsonc$|\/\.vscode\/[^/]+\.json$/ }],
    literals: 'json',
    comment: '//',
  },
  {
    // GNS3's projects and appliances are JSON, too.
    ids: [{ id: 'json', names: /\.(?:json5?|gns3a?)$/ }],
    patterns: ['**/*.{gns3,gns3a}'],
    literals: 'json',
    comment: undefined,
  },
  {
    ids: [{ id: 'powershell', names: /\.ps(?:1|m1|d1)$/i }],
    literals: 'powershell',
    comment: '#',
    windowsDirectory: '$env:LOCALAPPDATA',
  },
  {
    ids: [{ id: 'bat', names: /\.(?:bat|cmd)$/i }],
    literals: 'batch',
    comment: 'rem',
    windowsDirectory: '%LOCALAPPDATA%',
  },
];

/** Where sockets lie of a machine that Vagrant has libvirt start, or starts itself (`provider "qemu"`). */
function directoryOfProvider(text: string): string {
  const begins = text.slice(Math.max(0, text.lastIndexOf('provider')));
  const [, provider] = /^provider\W{1,4}(\w+)/.exec(begins) ?? [];
  return provider === 'qemu' ? '' : '/var/lib/libvirt/qemu/';
}
