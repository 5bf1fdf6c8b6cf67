using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Relevo.Gateway.Api.Views;
using Relevo.Gateway.Sending.Requests;

namespace Relevo.Gateway.Api.Bodies;

/// <summary>Reads the body of an operator's call. A call without a body is one without fields, so that it can be made in a hurry.</summary>
internal static class AdminBody
{
    /// <param name="context">The call.</param>
    /// <param name="read">Reads every field that the call knows; others are refused.</param>
    /// <returns>What was read, or null when a refusal was answered already.</returns>
    public static async Task<T?> ReadAsync<T>(HttpContext context, Func<RequestFields, T> read)
        where T : class
    {
        using var body = MayHaveBody(context) ? await ApiBody.ReadAsync(context) : JsonDocument.Parse("{}");
        if (body is null)
        {
            return null;
        }

        var problems = new List<ErrorDetail>();
        var fields = new RequestFields(body.RootElement, "", problems);
        var request = read(fields);
        fields.RefuseOthers();
        if (problems.Count == 0)
        {
            return request;
        }

        await ApiAnswer.BadRequestAsync(context, problems);
        return null;
    }

    private static bool MayHaveBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
}
