// Uses one error class.
import { RateLimitError } from 'docspace-client-management';

const error = new RateLimitError('enough', { response: { status: 429, headers: {} }, body: '', retryAfter: 1000 });
console.log(error.name, error.code, error.retryAfter);
