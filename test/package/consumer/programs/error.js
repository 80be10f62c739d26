// Uses one error class.
import { RateLimitError } from 'docspace-client-management';

const error = new RateLimitError('enough', { status: 429, headers: new Headers(), body: '', retryAfter: 1000 });
console.log(error.name, error.code, error.retryAfter);
