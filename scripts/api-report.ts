import { mkdir } from 'node:fs/promises';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { apiReportPath, packagePath } from './support/paths.js';

// The report of each entry point: what its declarations in dist/ tell users.
const REPORTS: Readonly<Record<string, string>> = {
  'docspace-client-management.api.md': 'index',
  'docspace-client-management-generated.api.md': 'generated',
};

const accept = process.argv.includes('--accept');
const fresh = `${packagePath}node_modules/.cache/api-report`;
await mkdir(fresh, { recursive: true });
await mkdir(apiReportPath, { recursive: true });

for (const [file, entry] of Object.entries(REPORTS)) {
  const problems: string[] = [];
  const { apiReportChanged } = Extractor.invoke(readConfig(file, entry), {
    localBuild: accept,
    printApiReportDiff: !accept,
    messageCallback(message) {
      message.handled = true;
      const { messageId, logLevel, text } = message;
      if (messageId === 'console-api-report-diff') {
        console.error(text);
      } else if (!messageId.startsWith('console-') && logLevel !== ExtractorLogLevel.None) {
        problems.push(message.formatMessageWithLocation(packagePath));
      }
    },
  });
  if (problems.length > 0) {
    process.exitCode = 1;
    console.error(problems.join('\n'));
  }
  if (apiReportChanged && !accept) {
    process.exitCode = 1;
    console.error(`The public surface is not what etc/${file} says. If it should be: npm run api:accept`);
  } else {
    console.log(`etc/${file} ${apiReportChanged ? 'has changed' : 'is up to date'}`);
  }
}

function readConfig(reportFileName: string, entry: string): ExtractorConfig {
  const declarations = `${packagePath}dist/${entry}.d.ts`;
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${packagePath}package.json`,
    configObject: {
      projectFolder: packagePath,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: { target: 'es2022', module: 'nodenext', types: [], strict: true },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: apiReportPath,
        reportTempFolder: fresh,
        // Users see these types too, if only inside of others.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        // How comments are written is TypeDoc's matter.
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}
