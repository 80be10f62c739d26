import { Failure } from './failure.js';
import type { Complaint, FieldError, Rule } from './field-rules.js';

const EMPTY: Complaint = { code: 'EmptyFieldError', message: 'The field must not be empty' };

/** Reads the fields of a body and gathers what is wrong with them, to be told all at once by `finish`. */
export class FieldReader {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #errors: FieldError[] = [];

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  has(field: string): boolean {
    return (this.#body[field] ?? undefined) !== undefined;
  }

  /** A required text. */
  text(field: string, rule: Rule): string {
    const value = this.#body[field] ?? '';
    if (typeof value !== 'string') {
      this.#complain(field, { code: 'ErrorPattern', message: 'The field must be a text' });
      return '';
    }
    this.#complain(field, value.trim() === '' ? EMPTY : rule(value));
    return value;
  }

  /** A text that may be left out or empty. */
  optionalText(field: string, rule: Rule): string | null {
    return this.has(field) && this.#body[field] !== '' ? this.text(field, rule) : null;
  }

  /** A required set of texts; `most` is how many it may hold. */
  texts(field: string, rule: Rule, most: number = Number.POSITIVE_INFINITY): string[] {
    const value = this.#body[field] ?? [];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      this.#complain(field, { code: 'ErrorPattern', message: 'The field must be a list of texts' });
      return [];
    }
    const items = [...new Set<string>(value)];
    if (items.length === 0) {
      this.#complain(field, EMPTY);
    } else if (items.length > most) {
      this.#complain(field, { code: 'ErrorPattern', message: `The field has more than ${most} values` });
    }
    this.#complain(field, items.map(rule).find(Boolean));
    return items;
  }

  /** A boolean; left out, it is false. */
  flag(field: string): boolean {
    const value = this.#body[field] ?? false;
    if (typeof value !== 'boolean') {
      this.#complain(field, { code: 'ErrorPattern', message: 'The field must be true or false' });
    }
    return value === true;
  }

  /** A boolean that must be there. */
  requiredFlag(field: string): boolean {
    this.#complain(field, this.has(field) ? undefined : EMPTY);
    return this.flag(field);
  }

  /** Throws when a field was wrong. Nothing that was read may be used before. */
  finish(): void {
    const [first] = this.#errors;
    if (first) {
      throw new Failure(400, `${first.field}: ${first.message}`, { errors: this.#errors });
    }
  }

  #complain(field: string, complaint: Complaint | undefined): void {
    if (complaint) {
      this.#errors.push({ field, ...complaint });
    }
  }
}
