namespace Relevo.Gateway.Api.Operations;

/// <summary>The workers of one queue.</summary>
/// <param name="Queue">Its name: <c>app:</c> and the application whose events they deliver, or that of the sends.</param>
/// <param name="Usual">Workers as the settings say.</param>
/// <param name="Workers">Workers now.</param>
/// <param name="Cut">True when <c>Scaling:MaxWorkers</c> leaves it fewer than asked for.</param>
internal sealed record ScaledQueue(string Queue, int Usual, int Workers, bool Cut);
