using Relevo.Gateway.Commands;
using Relevo.Gateway.Commands.Output;

return await GatewayCommandLine.RunAsync(args, Terminal.OfProcess());
