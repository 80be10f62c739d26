// The same through require().
const { everything } = require('./everything.cjs');
const { everythingGenerated } = require('./everything-generated.cjs');

(async () => {
  const [, , baseUrl = ''] = process.argv;
  console.log(JSON.stringify([...(await everything(baseUrl)), ...(await everythingGenerated(baseUrl))]));
})();
