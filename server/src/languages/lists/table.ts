/** Languages and data formats whose literals hold QEMU options, one row each. */
import type { LiteralLanguageId } from '../../syntax/literals/languages.ts';

interface ListLanguage {
  /** Editor ids; each is a separate language. */
  readonly ids: readonly {
    readonly id: string;
    readonly names: RegExp;
    /** The first line of a file without a telling name. */
    readonly firstLine?: RegExp;
    /** Whether the name overrides the editor's language. */
    readonly isOwn?: true;
  }[];
  readonly literals: LiteralLanguageId;
  /** The comment prefix; undefined for none. */
  readonly comment: string | undefined;
  /** The socket directory by the text before a place; default: the working directory. */
  readonly directoryBehind?: (text: string) => string;
  /** The user's directory on Windows. */
  readonly windowsDirectory?: string;
  /** Whether its ways to run shell commands are known. */
  readonly hasShells?: true;
  /** File patterns for editors without an id for the language. */
  readonly patterns?: readonly string[];
}

/** `build.gradle`, `Jenkinsfile`, `Jenkinsfile.nightly`, `ci.Jenkinsfile`; not `Jenkinsfile.md`. */
const GROOVY_NAMES =
  /(?:^|\/)Jenkinsfile(?:[.-](?!(?:md|txt|rst|html?|py|sh|js|json|ya?ml|xml|j2|patch|diff|orig|log|bak)$)[\w-]+)?$|\.(?:groovy|gradle|gvy|[Jj]enkinsfile)$/;

/** The first row that matches a name counts. */
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
    ids: [{ id: 'json5', names: /\.json5$/ }],
    literals: 'javascript',
    comment: '//',
    patterns: ['**/*.json5'],
  },
  {
    // Includes GNS3 projects and appliances.
    ids: [{ id: 'json', names: /\.(?:json|gns3a?)$/ }],
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

/** The socket directory of a Vagrant machine, by its provider: libvirt or `qemu`. */
function directoryOfProvider(text: string): string {
  const begins = text.slice(Math.max(0, text.lastIndexOf('provider')));
  const [, provider] = /^provider\W{1,4}(\w+)/.exec(begins) ?? [];
  return provider === 'qemu' ? '' : '/var/lib/libvirt/qemu/';
}
