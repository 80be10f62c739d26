// What the site does differently from GitHub and npm with the same pages.
import { Converter, ReflectionKind } from 'typedoc';

const TITLE = /^# (.*)\n+/;

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    document.name = document.content[0]?.text.match(TITLE)?.[1] ?? document.name;
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const comments = Object.values(project.reflections).map(({ comment }) => comment?.summary);
    for (const parts of [project.readme, ...(project.documents ?? []).map(({ content }) => content), ...comments]) {
      for (const part of parts ?? []) {
        part.text = withoutForeignLinks(part.text);
      }
    }
    // The theme shows the name of the project in its place.
    for (const part of project.readme?.slice(0, 1) ?? []) {
      part.text = part.text.replace(TITLE, '');
    }
    // The sidebar lists the code, and in it the class, before the guides.
    const { childrenIncludingDocuments: entries = [] } = project;
    entries.sort((a, b) => Number(b.kindOf(ReflectionKind.Module)) - Number(a.kindOf(ReflectionKind.Module)));
  });
}

/** The site has to work without a network: badges go, and of links to other sites the text stays. */
function withoutForeignLinks(text) {
  return text
    .replace(/^!\[.*\]\(https:.*\)\n/gm, '')
    .replace(/\[MDN Reference\]\(https:[^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\(https:[^)]*\)/g, '$1');
}
