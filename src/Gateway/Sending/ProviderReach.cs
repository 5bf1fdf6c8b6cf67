using System.Collections.Concurrent;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Health;
using Relevo.Gateway.Sending.Choosing;
using Relevo.Gateway.Sending.Lanes;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Sending;

/// <summary>
/// Asks each provider's API at its probe address, without credentials: any answer but a failing server counts. An API that
/// surely does not answer is not asked more often than every few seconds, however closely it is looked at.
/// </summary>
internal sealed class ProviderReach(SendDesk desk, ProviderClient client, SettingsHolder settings, TimeProvider time) : IProviderReach
{
    private const int SureAfter = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, Finding> _found = new(StringComparer.Ordinal);

    public async Task<string?> TroubleAsync(string provider, CancellationToken cancellation)
    {
        if (Address(provider) is not { } address)
        {
            return null;
        }

        var last = _found.GetValueOrDefault(provider);
        if (last is { InARow: >= SureAfter } && time.GetElapsedTime(last.At) < Pause)
        {
            return last.Trouble;
        }

        var trouble = await client.ReachAsync(address, provider, cancellation) is { } why ? $"its API at {address.Host} does not answer: {why}" : null;
        _found[provider] = new Finding(trouble, trouble is null ? 0 : (last?.InARow ?? 0) + 1, time.GetTimestamp());
        return trouble;
    }

    private Uri? Address(string provider)
    {
        if (settings.Current.Health.ProviderProbes.TryGetValue(provider, out var own))
        {
            return own.Length == 0 ? null : new Uri(own);
        }

        return desk.Numbers.OfEachProvider.FirstOrDefault(number => number.Provider == provider) is { Protocol: { } protocol } sender
            && protocol.Probe(sender.Account) is { } call ? new Uri(call.Url.GetLeftPart(UriPartial.Authority)) : null;
    }

    private sealed record Finding(string? Trouble, int InARow, long At);
}
