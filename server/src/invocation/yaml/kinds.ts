/**
 * What the entries of a YAML file mean to whoever runs them, by their keys and by what kind of file it is.
 * Why: docs/decisions/shells-in-host-languages.md
 */
import type { TemplateStyle } from '../../syntax/templates/encodings.ts';
import { valueAt, type YamlNode } from '../../syntax/yaml/tree.ts';
import { oncePer } from '../../text/lookup.ts';

/** What a file is for, as far as what stands in it tells. */
export interface FileKind {
  readonly templates: TemplateStyle;
  /** Whether `command:` is a text for a shell; else it is a command as words. */
  readonly hasShellCommands: boolean;
  /** Whether commands are run in containers, by root unless somebody says otherwise. */
  readonly isContainer: boolean;
  /** Whether `{{.NAME}}` is what `vars:` says. */
  readonly isTaskfile?: boolean;
}

/** Lists of tasks and plays of Ansible; `services:` of Compose; objects of Kubernetes; workflows and actions of GitHub. */
export const kindOf = oncePer((document: YamlNode): FileKind => {
  const has = (key: string) => valueAt(document, key) !== undefined;
  if (document.kind === 'list')
    return { templates: 'jinja', hasShellCommands: false, isContainer: false };
  if (has('services') && valueAt(document, 'services')?.kind === 'map' && !has('script')) {
    return { templates: 'compose', hasShellCommands: false, isContainer: true };
  }
  if (has('apiVersion') && has('kind')) {
    return { templates: 'kubernetes', hasShellCommands: false, isContainer: true };
  }
  if ((has('jobs') && has('on')) || valueAt(valueAt(document, 'runs'), 'using') !== undefined) {
    return { templates: 'github', hasShellCommands: true, isContainer: false };
  }
  const isPipeline = ['jobs', 'steps', 'stages', 'pipeline', 'workflow'].some(has);
  const isTaskfile = has('tasks') && has('version');
  return { templates: 'any', hasShellCommands: isPipeline, isContainer: false, isTaskfile };
});

/**
 * Keys whose value a shell gets: of GitHub and CircleCI; GitLab and Travis; Azure; Woodpecker and Drone; Taskfiles;
 * cloud-init; Ansible; and Cirrus, where each may have a name in front.
 */
const SCRIPT =
  /^(?:run|script|(?:before|after)_(?:script|install|deploy|success|failure)|install|bash|commands|cmds|runcmd|bootcmd|(?:early|late|error)-commands|\w+_script|(?:ansible\.(?:builtin|legacy)\.)?(?:shell|raw))$/;

/** Whether a shell gets the value of a key. */
export function isScriptKey(key: string, { hasShellCommands }: FileKind): boolean {
  return SCRIPT.test(key) || (hasShellCommands && (key === 'command' || key === 'cmd'));
}

/** Whether a value is commands that cloud-init or an installer runs as root, one for each item of it. */
export function isBootKey(key: string): boolean {
  return /^(?:runcmd|bootcmd|(?:early|late|error)-commands)$/.test(key);
}

/** Whether a value is a command as words, or a part of one. */
export function isCommandKey(key: string): boolean {
  return /^(?:entrypoint|command|args|cmd|(?:ansible\.(?:builtin|legacy)\.)?command)$/.test(key);
}

/** Whether a value holds variables and their values, for shells or for a file's own expressions. */
export function isEnvironmentKey(key: string, kind: FileKind): boolean {
  return /^(?:env|environment|variables)$/.test(key) || isVariablesKey(key, kind);
}

/** Whether they are for expressions alone: `vars:` of a Taskfile. */
export function isVariablesKey(key: string, { isTaskfile }: FileKind): boolean {
  return isTaskfile === true && key === 'vars';
}

/** Whether a value is the text of a file that is written, which its key may be the name of, as in a ConfigMap. */
export function isContentKey(key: string): boolean {
  return /^(?:contents?|line|block|xml)$/.test(key) || isFileKey(key);
}

/** Whether a key is the name of a file whose ending says what it is. */
export function isFileKey(key: string): boolean {
  return /[\w-]\.(?:service|(?:ba|k|z)?sh|cfg|conf|ini|xml)$/.test(key);
}

/** Whether a value is for people, who may be told how something is started. */
export function isProseKey(key: string): boolean {
  return /^(?:name|display_?name|title|label|description|summary|help|comments?|message|msg|notes?|documentation|docs?|usage|examples?)$/i.test(
    key,
  );
}
