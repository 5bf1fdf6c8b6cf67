using System.Collections.Frozen;
using Relevo.Providers.Bird;
using Relevo.Providers.BirdV1;
using Relevo.Providers.Evolution;
using Relevo.Providers.Meta;

namespace Relevo.Providers.Sending;

/// <summary>Every provider that we can send through, by its name.</summary>
public static class SendProtocols
{
    private static readonly FrozenDictionary<string, ISendProtocol> ByName = new ISendProtocol[]
    {
        new MetaSendProtocol(), new BirdSendProtocol(), new BirdV1SendProtocol(), new EvolutionSendProtocol(),
    }.ToFrozenDictionary(protocol => protocol.Provider, StringComparer.Ordinal);

    /// <summary>The protocol of that provider; null when it does not exist or, as legacy MessageBird, only receives.</summary>
    public static ISendProtocol? Find(string provider) => ByName.GetValueOrDefault(provider);
}
