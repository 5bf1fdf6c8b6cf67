using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Relevo.Providers;
using Relevo.Sandbox.Numbers;

namespace Relevo.Sandbox.Calls;

/// <summary>
/// Tells the providers' paths apart; they share one address. A version before Meta's and Bird v1's paths may be there or
/// not, as the caller's base address has it.
/// </summary>
internal sealed class CallRouter
{
    private const int MostParts = 8;

    private readonly FrozenDictionary<string, FrozenDictionary<string, NumberState>> _numbers;
    private readonly FrozenDictionary<string, NumberState>.AlternateLookup<ReadOnlySpan<char>> _meta;
    private readonly FrozenDictionary<string, NumberState>.AlternateLookup<ReadOnlySpan<char>> _bird;
    private readonly FrozenDictionary<string, NumberState>.AlternateLookup<ReadOnlySpan<char>> _evolution;
    private readonly FrozenDictionary<string, ProviderFace> _faces;

    public CallRouter(IReadOnlyList<NumberState> numbers, IReadOnlyList<ProviderFace> faces)
    {
        All = numbers;
        _faces = faces.ToFrozenDictionary(face => face.Name, StringComparer.Ordinal);
        _numbers = faces.ToFrozenDictionary(
            face => face.Name,
            face => numbers.Where(number => number.Face == face).ToFrozenDictionary(number => number.Number.Key, StringComparer.Ordinal),
            StringComparer.Ordinal);
        _meta = _numbers[ProviderNames.Meta].GetAlternateLookup<ReadOnlySpan<char>>();
        _bird = _numbers[ProviderNames.Bird].GetAlternateLookup<ReadOnlySpan<char>>();
        _evolution = _numbers[ProviderNames.Evolution].GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every number.</summary>
    public IReadOnlyList<NumberState> All { get; }

    /// <summary>The Bird v1 number of that key or phone, or null.</summary>
    public NumberState? FindBirdV1(string from)
    {
        var phone = Phones.Normalise(from);
        return _numbers[ProviderNames.BirdV1].TryGetValue(from, out var byKey)
            ? byKey
            : All.FirstOrDefault(number => number.Face.Name == ProviderNames.BirdV1 && (Phones.Normalise(number.Number.Key) == phone || Phones.Normalise(number.Number.Phone) == phone));
    }

    /// <summary>Where the request leads.</summary>
    public CallRoute Find(HttpRequest request)
    {
        var path = (request.Path.Value ?? "").AsSpan().Trim('/');
        Span<Range> parts = stackalloc Range[MostParts];
        var count = path.Split(parts, '/');
        if (count > 0 && IsVersion(path[parts[0]]))
        {
            parts = parts[1..];
            count--;
        }

        return count == 0 ? default : Find(path, parts[..count], HttpMethods.IsPost(request.Method), HttpMethods.IsGet(request.Method));
    }

    private CallRoute Find(ReadOnlySpan<char> path, ReadOnlySpan<Range> parts, bool isPost, bool isGet) => path[parts[0]] switch
    {
        "workspaces" => Bird(path, parts, isPost, isGet),
        "whatsapp" when isPost && parts.Length == 2 && path[parts[1]] is "messages" => new CallRoute(CallKind.Send, _faces[ProviderNames.BirdV1]),
        "message" or "chat" when isPost && parts.Length == 3 => EvolutionPost(path[parts[0]], path[parts[1]], path[parts[2]]),
        "instance" when isGet && parts.Length == 3 && path[parts[1]] is "connectionState" => Evolution(CallKind.Health, path[parts[2]]),
        "media" when isGet && parts.Length == 3 => Bytes(path[parts[1]], path[parts[2]]),
        var id when parts.Length == 2 && isPost && path[parts[1]] is "messages" => Meta(CallKind.Send, id),
        var id when parts.Length == 1 && isGet => Meta(_meta.ContainsKey(id) ? CallKind.Health : CallKind.Media, id),
        _ => default,
    };

    private CallRoute Meta(CallKind kind, ReadOnlySpan<char> id)
    {
        _meta.TryGetValue(id, out var number);
        return new CallRoute(kind, _faces[ProviderNames.Meta], number, number?.Number.Key ?? id.ToString());
    }

    // /workspaces/{ws}/channels/{ch}[/messages[/{id}/interactions]]
    private CallRoute Bird(ReadOnlySpan<char> path, ReadOnlySpan<Range> parts, bool isPost, bool isGet)
    {
        if (parts.Length < 4 || path[parts[2]] is not "channels")
        {
            return default;
        }

        var kind = parts.Length switch
        {
            4 when isGet => CallKind.Health,
            5 when isPost && path[parts[4]] is "messages" => CallKind.Send,
            7 when isPost && path[parts[4]] is "messages" && path[parts[6]] is "interactions" => CallKind.MarkRead,
            _ => CallKind.None,
        };
        var key = path[parts[3]];
        var isKnown = _bird.TryGetValue(key, out var number) && (number.Number.WorkspaceId is not { } workspace || path[parts[1]].SequenceEqual(workspace));
        return new CallRoute(kind, _faces[ProviderNames.Bird], isKnown ? number : null, kind == CallKind.MarkRead ? path[parts[5]].ToString() : isKnown ? number!.Number.Key : key.ToString());
    }

    private CallRoute EvolutionPost(ReadOnlySpan<char> part, ReadOnlySpan<char> operation, ReadOnlySpan<char> name) => operation switch
    {
        _ when part is "message" => Evolution(CallKind.Send, name, operation),
        "getBase64FromMediaMessage" => Evolution(CallKind.MediaOfMessage, name),
        "markMessageAsRead" => Evolution(CallKind.MarkRead, name),
        _ => default,
    };

    private CallRoute Evolution(CallKind kind, ReadOnlySpan<char> name, ReadOnlySpan<char> operation = default)
    {
        _evolution.TryGetValue(name, out var number);
        return new CallRoute(kind, _faces[ProviderNames.Evolution], number, operation.IsEmpty ? number?.Number.Key ?? name.ToString() : operation.ToString());
    }

    // /media/{provider}/{id}: addresses that the sandbox itself gave out.
    private CallRoute Bytes(ReadOnlySpan<char> provider, ReadOnlySpan<char> id) =>
        _faces.TryGetValue(provider.ToString(), out var face) ? new CallRoute(CallKind.MediaBytes, face, Number: null, id.ToString()) : default;

    private static bool IsVersion(ReadOnlySpan<char> part) => part.Length is >= 2 and <= 6 && part[0] == 'v' && !part[1..].ContainsAnyExceptInRange('.', '9');
}
