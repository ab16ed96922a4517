// The JSON schema of a folder's own file of settings, for editors that complete and check JSON by one. What
// it forbids the server's own reader calls wrong as well, and says so where no such editor has the file open.
import { rules } from '../../server/src/rules/index.ts';
import { SEVERITY_SETTINGS, VERSION_PATTERN } from '../../server/src/service/settings/settings.ts';
import {
  ACCEPTANCE_KEYS,
  OVERRIDE_KEYS,
  WORKSPACE_FILE_KEYS,
} from '../../server/src/service/settings/workspace-file.ts';
import { SILENCEABLE } from '../../server/src/service/suppression/file-comments.ts';

const PATTERN_WORDS =
  'Paths are relative to the folder of this file. `*` and `?` match within one name, `**` matches any number of folders, and the path of a folder covers everything in it.';

const ACCEPTANCE = {
  path: {
    type: 'string',
    markdownDescription: `The files in which the monitors are found: \`lab/run.sh\`, \`lab\` or \`**/*.sh\`. ${PATTERN_WORDS}`,
  },
  rules: {
    type: 'array',
    items: { enum: SILENCEABLE },
    minItems: 1,
    markdownDescription: 'The ids of the rules that find them.',
  },
  address: {
    type: 'string',
    minLength: 1,
    markdownDescription:
      'The address of the one monitor that is meant, as its file has it: `0.0.0.0:4444`, `0.0.0.0:$PORT` or `/tmp/vm.sock`. Without one all monitors are meant that the rules find.',
  },
  reason: {
    type: 'string',
    markdownDescription: 'Why they may stay as they are. Without a reason nothing is accepted.',
  },
};

const KEYS = {
  $schema: { type: 'string', markdownDescription: 'A schema for editors. It is not read.' },
  extends: {
    type: 'string',
    markdownDescription:
      'The path of a settings file from the folder of this one, such as `../.qemu-monitor-guard.json`. Its settings count, too; what this file sets wins.',
  },
  rules: {
    type: 'object',
    properties: Object.fromEntries(
      rules.map(({ id, summary }) => [
        id,
        {
          enum: ['default', ...SEVERITY_SETTINGS],
          markdownDescription: `Severity of \`${id}\`. ${summary}`,
        },
      ]),
    ),
    additionalProperties: false,
    markdownDescription:
      'How loudly each rule speaks, or `off`. `default` is what the rule says itself, whatever the settings of the editor are.',
  },
  showPossible: {
    type: 'boolean',
    markdownDescription: 'Show findings that depend on a value which the file does not fix.',
  },
  neighbours: {
    type: 'boolean',
    markdownDescription:
      'Also check what is no monitor but has similar power: the gdb stub, qtest, VNC, SPICE, incoming migration and NBD exports.',
  },
  qemuVersion: {
    type: 'string',
    pattern: VERSION_PATTERN,
    patternErrorMessage: 'A version such as 7.2 or 10.0, or nothing for the newest.',
    markdownDescription:
      'The version of QEMU that files are written for, such as `7.2`. Empty: the newest.',
  },
  socketDirectory: {
    type: 'string',
    markdownDescription:
      'Directory in which quick fixes put UNIX sockets. Empty: the one of each kind of file.',
  },
  exclude: {
    type: 'array',
    items: { type: 'string' },
    markdownDescription: `Files and folders that are not looked at, such as \`third_party\`. ${PATTERN_WORDS}`,
  },
  accept: {
    type: 'array',
    items: {
      type: 'object',
      properties: inOrder(ACCEPTANCE_KEYS, ACCEPTANCE),
      required: ['path', 'rules', 'reason'],
      additionalProperties: false,
      defaultSnippets: [
        { label: 'Accepted monitor', body: { path: '$1', rules: ['$2'], reason: '$3' } },
      ],
    },
    markdownDescription:
      'Monitors that may stay as they are, and why. What is found of them is silent.',
  },
};

const OVERRIDE = {
  files: {
    type: 'array',
    items: { type: 'string' },
    minItems: 1,
    markdownDescription: `The files that are meant: \`lab\` or \`**/*.py\`. ${PATTERN_WORDS}`,
  },
  rules: KEYS.rules,
  showPossible: KEYS.showPossible,
  neighbours: KEYS.neighbours,
  qemuVersion: KEYS.qemuVersion,
  socketDirectory: KEYS.socketDirectory,
};

const ALL_KEYS = {
  ...KEYS,
  overrides: {
    type: 'array',
    items: {
      type: 'object',
      properties: inOrder(OVERRIDE_KEYS, OVERRIDE),
      required: ['files'],
      additionalProperties: false,
      defaultSnippets: [{ label: 'Override', body: { files: ['$1'], rules: { $2: '$3' } } }],
    },
    markdownDescription:
      'Other settings for some files. Where two match a file the later one wins.',
  },
};

/** The schema as its file has it. */
export function workspaceFileSchema(): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of Monitor Guard that all share who work in a folder',
    type: 'object',
    // VS Code's own words for a file that may have comments and a comma behind a last member.
    allowComments: true,
    allowTrailingCommas: true,
    properties: inOrder(WORKSPACE_FILE_KEYS, ALL_KEYS),
    additionalProperties: false,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The properties that the reader knows, each with what is said about it here. */
function inOrder(keys: readonly string[], words: Readonly<Record<string, object>>) {
  const missing = keys.filter((key) => !(key in words));
  if (missing.length > 0 || Object.keys(words).length !== keys.length) {
    throw new Error(`The schema should describe ${keys.join(', ')}`);
  }
  return Object.fromEntries(keys.map((key) => [key, words[key]]));
}
