import type { FieldViolation, Rule, Violation } from './field-rules.js';
import { ServiceError } from './service-error.js';

const EMPTY: Violation = { code: 'EmptyFieldError', message: 'The field must not be empty' };

/** Reads the fields of a body and collects their violations; `finish` reports all of them at once. */
export class FieldReader {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #violations: FieldViolation[] = [];

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  has(field: string): boolean {
    return (this.#body[field] ?? undefined) !== undefined;
  }

  /** A required string. */
  text(field: string, rule: Rule): string {
    const value = this.#body[field] ?? '';
    if (typeof value !== 'string') {
      this.#add(field, { code: 'ErrorPattern', message: 'The field must be a text' });
      return '';
    }
    this.#add(field, value.trim() === '' ? EMPTY : rule(value));
    return value;
  }

  /** A string that may be empty or not set. */
  optionalText(field: string, rule: Rule): string | null {
    return this.has(field) && this.#body[field] !== '' ? this.text(field, rule) : null;
  }

  /** A required set of strings, at most `max` of them. */
  texts(field: string, rule: Rule, max: number = Number.POSITIVE_INFINITY): string[] {
    const value = this.#body[field] ?? [];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      this.#add(field, { code: 'ErrorPattern', message: 'The field must be a list of texts' });
      return [];
    }
    const items = [...new Set<string>(value)];
    if (items.length === 0) {
      this.#add(field, EMPTY);
    } else if (items.length > max) {
      this.#add(field, { code: 'ErrorPattern', message: `The field has more than ${max} values` });
    }
    this.#add(field, items.map(rule).find(Boolean));
    return items;
  }

  /** A boolean; false if it is not set. */
  flag(field: string): boolean {
    const value = this.#body[field] ?? false;
    if (typeof value !== 'boolean') {
      this.#add(field, { code: 'ErrorPattern', message: 'The field must be true or false' });
    }
    return value === true;
  }

  /** A required boolean. */
  requiredFlag(field: string): boolean {
    this.#add(field, this.has(field) ? undefined : EMPTY);
    return this.flag(field);
  }

  /** Throws if a field was invalid. Call it before you use any value. */
  finish(): void {
    const [first] = this.#violations;
    if (first) {
      throw new ServiceError(400, `${first.field}: ${first.message}`, { violations: this.#violations });
    }
  }

  #add(field: string, violation: Violation | undefined): void {
    if (violation) {
      this.#violations.push({ field, ...violation });
    }
  }
}
