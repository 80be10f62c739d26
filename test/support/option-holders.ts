type Members = Readonly<Record<string, unknown>>;

/** A class whose instances keep their members in a private field. */
function classWith(members: Members): new () => object {
  class Options {
    readonly #members = members;
    /** What is no option, but belongs to the class. */
    describe(): string {
      return Object.keys(this.#members).join();
    }
    static read(options: Options, name: string): unknown {
      return options.#members[name];
    }
  }
  for (const name of Object.keys(members)) {
    Object.defineProperty(Options.prototype, name, {
      get(this: Options) {
        return Options.read(this, name);
      },
    });
  }
  return Options;
}

/** Ways to hold members other than as enumerable ones of a plain object. */
export const HOLDERS: [string, (members: Members) => object][] = [
  ['getters of a class', (members) => new (classWith(members))()],
  [
    'getters of a class that is extended twice',
    (members) => {
      class Derived extends classWith(members) {}
      class MoreDerived extends Derived {}
      return new MoreDerived();
    },
  ],
  ['members of an object that is inherited from', (members) => Object.create(members)],
  ['members that are not enumerable', (members) => withMembers({}, members, false)],
  ['getters of the object itself', (members) => withMembers({}, members, true)],
  ['members of an object without a prototype', (members) => Object.assign(Object.create(null), members)],
];

function withMembers(target: object, members: Members, enumerable: boolean): object {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(target, name, { get: () => value, enumerable });
  }
  return target;
}
