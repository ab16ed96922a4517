/** YAML with commands. The content decides, since most tools accept any file name. */
import { mayHoldQemu } from '../../invocation/program.ts';
import { loadedLater } from '../loaded-later.ts';
import { SHELL_SOCKETS } from '../shell/index.ts';

const NAMES = /\.ya?ml$/i;

export const YAML = loadedLater(
  {
    id: 'yaml',
    detect: {
      // Ids of VS Code, and of extensions for Compose, GitHub, GitLab, Azure, Ansible, Kubernetes.
      languageIds: [
        ...['yaml', 'dockercompose', 'github-actions-workflow', 'github-actions', 'gitlab-ci'],
        ...['azure-pipelines', 'ansible', 'ansible-playbook', 'helm', 'cloud-config'],
      ],
      names: NAMES,
      paths: NAMES,
      // cloud-init files have no extension.
      ownNames: /(?:^|\/)(?:user|vendor)-data$/,
      looksOwn: (text) => text.startsWith('#cloud-config'),
      patterns: ['**/*.{yml,yaml}'],
      mayHaveFindings: mayHoldQemu,
    },
    ...SHELL_SOCKETS,
  },
  async () => (await import('./later.ts')).LATER,
);
