// Builds the application of next/.
process.env.NEXT_TELEMETRY_DISABLED = '1';
process.argv.push('build', 'next');
await import('next/dist/bin/next');
