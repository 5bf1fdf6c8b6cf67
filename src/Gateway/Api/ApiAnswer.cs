using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api;

/// <summary>Writes answers.</summary>
internal static class ApiAnswer
{
    public static Task JsonAsync<T>(HttpContext context, T body, JsonTypeInfo<T> type, int status = 200)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(body, type, cancellationToken: context.RequestAborted);
    }

    public static Task ErrorAsync(HttpContext context, int status, string error, string message, IReadOnlyList<ErrorDetail>? details = null) =>
        JsonAsync(context, new ErrorBody(error, message, details), ApiJson.Plain.ErrorBody, status);

    public static Task BadRequestAsync(HttpContext context, IReadOnlyList<ErrorDetail> details) =>
        ErrorAsync(context, 400, "bad_request", "The request is not understood: " + string.Join("; ", details.Select(d => $"{d.Field} {d.Problem.TrimEnd('.')}")) + ".", details);
}
