using System.Globalization;
using Microsoft.AspNetCore.Http;
using Relevo.Contracts.Identity;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api.Bodies;

/// <summary>Reads what stands in a path or query, and collects what is wrong with it.</summary>
internal sealed class ApiQuery(HttpContext context)
{
    public const string NoId = "is not an id (26 letters and digits)";

    public const int MaxLimit = 500;

    private const int UsualLimit = 50;

    public List<ErrorDetail> Problems { get; } = [];

    /// <summary>The limit of a list that takes nothing else.</summary>
    /// <returns>Null when a refusal was answered already.</returns>
    public static async Task<int?> ReadLimitAsync(HttpContext context)
    {
        var query = new ApiQuery(context);
        var limit = query.Limit();
        if (query.Problems.Count == 0)
        {
            return limit;
        }

        await ApiAnswer.BadRequestAsync(context, query.Problems);
        return null;
    }

    public MessageId? Id(string name)
    {
        var text = Text(name);
        if (text is null)
        {
            return null;
        }

        if (MessageId.TryParse(text, out var id))
        {
            return id;
        }

        Problems.Add(new ErrorDetail(name, NoId));
        return null;
    }

    public MessageId? PathId()
    {
        if (MessageId.TryParse(context.Request.RouteValues["id"] as string, out var id))
        {
            return id;
        }

        Problems.Add(new ErrorDetail("id", NoId));
        return null;
    }

    public int Limit()
    {
        var text = Text("limit");
        if (text is null)
        {
            return UsualLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        Problems.Add(new ErrorDetail("limit", $"must be from 1 to {MaxLimit}"));
        return UsualLimit;
    }

    public string? Text(string name)
    {
        var values = context.Request.Query[name];
        if (values.Count > 1)
        {
            Problems.Add(new ErrorDetail(name, "was given more than once"));
        }

        return values.Count == 1 ? values[0] : null;
    }
}
