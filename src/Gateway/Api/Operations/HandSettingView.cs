namespace Relevo.Gateway.Api.Operations;

/// <summary>What somebody set by hand.</summary>
internal sealed record HandSettingView(string Level, DateTimeOffset Until, string By);
