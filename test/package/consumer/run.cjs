// The same through require().
const { useEmulator } = require('./emulator.cjs');
const { everything } = require('./everything.cjs');
const { everythingGenerated } = require('./everything-generated.cjs');

(async () => {
  const [, , baseUrl = ''] = process.argv;
  const lines = [...(await everything(baseUrl)), ...(await everythingGenerated(baseUrl)), ...(await useEmulator())];
  console.log(JSON.stringify(lines));
})();
