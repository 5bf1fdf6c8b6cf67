using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Relevo.Gateway.Configuration;
using Relevo.LoadBalancer.Limits;
using Relevo.LoadBalancer.Numbers;
using Relevo.Providers;
using Relevo.Providers.Sending;

namespace Relevo.Gateway.Sending.Choosing;

/// <summary>The configured numbers as sending sees them. Immutable; made anew from each version of the settings.</summary>
internal sealed class SendNumbers
{
    private readonly FrozenDictionary<string, SendNumber> _byName;

    private SendNumbers(IEnumerable<SendNumber> numbers)
    {
        _byName = numbers.ToFrozenDictionary(number => number.Name, StringComparer.Ordinal);
        All = [.. _byName.Values];
        OfEachProvider = [.. All.Where(number => number.Problem is null).DistinctBy(number => number.Provider)];
    }

    public IReadOnlyList<SendNumber> All { get; }

    /// <summary>One number of each provider that can send: whether a message can be sent at all depends on the provider alone, and there may be hundreds of numbers.</summary>
    public IReadOnlyList<SendNumber> OfEachProvider { get; }

    public static SendNumbers From(GatewaySettings settings) =>
        new(settings.Numbers.Select(each => Number(each.Key, each.Value, settings)));

    public SendNumber? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    private static SendNumber Number(string name, NumberOptions options, GatewaySettings settings)
    {
        var protocol = SendProtocols.Find(options.Provider);
        var account = new SendAccount
        {
            Name = name,
            Provider = options.Provider,
            Key = options.Key,
            Phone = options.Phone,
            ApiToken = options.ApiToken,
            BaseUrl = options.BaseUrl is { } url ? new Uri(url) : null,
            WorkspaceId = options.WorkspaceId,
        };
        var problem = protocol is null ? $"{options.Provider} only receives" : protocol.AccountProblem(account);
        var application = options.Application ?? (settings.Applications.Count == 1 ? settings.Applications.Keys.First() : null);
        return new SendNumber(Definition(name, options, problem is null), account, protocol, problem, application);
    }

    private static NumberDefinition Definition(string name, NumberOptions options, bool canSend) => new()
    {
        Name = name,
        Provider = options.Provider,
        IsBackup = options.Role == "backup",
        Weight = options.Weight,
        Limits = NumberLimits.Resolve(options.Provider, options.Profile, options.MessagesPerSecond, options.Burst),
        MessagesPerDay = options.MessagesPerDay,
        MaxConversations = options.MaxConversations,
        AccountId = options.AccountId,
        CanSend = canSend,
        CountsInbound = options.Provider == ProviderNames.Meta,
        WarmUpFrom = DateOnly.TryParseExact(options.WarmUpFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        CredentialMark = Mark(options),
    };

    // Tells that credentials changed without keeping them.
    private static string Mark(NumberOptions options) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.ApiToken}\n{options.BaseUrl}\n{options.WorkspaceId}\n{options.Key}")).AsSpan(0, 8));
}
