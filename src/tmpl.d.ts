/** A notification template: `import slack from './templates/slack.tmpl'` is its text. */
declare module '*.tmpl' {
  const text: string;
  export default text;
}
