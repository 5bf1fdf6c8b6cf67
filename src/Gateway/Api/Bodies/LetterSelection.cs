using System.Text.Json;
using Relevo.Contracts.Identity;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api.Bodies;

/// <summary>Which dead letters a request is about.</summary>
/// <param name="Ids">The letters; empty when all are meant.</param>
/// <param name="All">True for all.</param>
/// <param name="IncludeUnknown">True when all includes those of unknown outcome.</param>
internal sealed record LetterSelection(IReadOnlyList<MessageId> Ids, bool All, bool IncludeUnknown)
{
    private const int MaxIds = 1000;

    /// <summary>Reads <c>{"ids":[…]}</c>, or <c>{"all":true}</c>, perhaps with <c>"includeUnknown":true</c>, where that is allowed.</summary>
    /// <returns>Null when <paramref name="problems"/> were found.</returns>
    public static LetterSelection? Read(JsonElement body, bool mayBeAll, List<ErrorDetail> problems)
    {
        IReadOnlyList<MessageId>? ids = null;
        var (all, includeUnknown) = (false, false);
        foreach (var field in body.EnumerateObject())
        {
            if (field.NameEquals("ids"u8))
            {
                ids = ReadIds(field.Value, problems);
            }
            else if (field.NameEquals("all"u8) && mayBeAll)
            {
                all = ReadTrue(field, problems);
            }
            else if (field.NameEquals("includeUnknown"u8) && mayBeAll)
            {
                includeUnknown = ReadTrue(field, problems);
            }
            else
            {
                problems.Add(new ErrorDetail(field.Name, "is not a field of this request"));
            }
        }

        if (problems.Count == 0 && all == ids is not null)
        {
            problems.Add(new ErrorDetail("ids", mayBeAll ? "is needed, or \"all\": true, but not both" : "is needed"));
        }

        if (problems.Count == 0 && includeUnknown && !all)
        {
            problems.Add(new ErrorDetail("includeUnknown", "goes with \"all\": true only; ids are taken as they are"));
        }

        return problems.Count == 0 ? new LetterSelection(ids ?? [], all, includeUnknown) : null;
    }

    private static bool ReadTrue(JsonProperty field, List<ErrorDetail> problems)
    {
        if (field.Value.ValueKind != JsonValueKind.True)
        {
            problems.Add(new ErrorDetail(field.Name, "can only be true"));
        }

        return true;
    }

    private static List<MessageId> ReadIds(JsonElement value, List<ErrorDetail> problems)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 or > MaxIds)
        {
            problems.Add(new ErrorDetail("ids", $"must be a list of 1 to {MaxIds} ids"));
            return [];
        }

        var ids = new List<MessageId>();
        var place = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && SoundJson.IsSound(item, maxDepth: 0) && MessageId.TryParse(item.GetString(), out var id))
            {
                ids.Add(id);
            }
            else
            {
                problems.Add(new ErrorDetail($"ids[{place}]", ApiQuery.NoId));
            }

            place++;
        }

        return ids;
    }
}
