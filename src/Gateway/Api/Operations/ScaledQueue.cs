namespace Relevo.Gateway.Api.Operations;

/// <summary>The workers of one queue.</summary>
/// <param name="Application">The application whose events they deliver.</param>
/// <param name="Usual">Workers as the settings say.</param>
/// <param name="Workers">Workers now.</param>
/// <param name="Cut">True when <c>Scaling:MaxWorkers</c> leaves it fewer than asked for.</param>
internal sealed record ScaledQueue(string Application, int Usual, int Workers, bool Cut);
